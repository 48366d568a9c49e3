import { expect, it, vi } from 'vitest';
import { RedisPresence } from './redis-presence.ts';
import type { RedisLink } from './redis/link.ts';

type Call = [operation: string, ...args: string[]];

/** A Redis that answers as the test says. */
function redis(answer: (call: Call) => Promise<string[]>) {
	const calls: Call[] = [];
	const run = (_script: unknown, _keys: unknown, args: readonly string[]) => {
		const [, , operation = '', , ...rest] = args;
		const call: Call = [operation, ...rest];
		calls.push(call);
		return answer(call);
	};
	// Only what presence asks of it.
	const link = { register: vi.fn(), run } as unknown as RedisLink;
	const options = { prefix: 'p', url: 'redis://localhost', instanceId: 'instance' };
	return { calls, presence: new RedisPresence({ ...options, link }) };
}

it('does not enter a session again that leaves while all sessions are replaced, however many there are', async () => {
	let tell: (reply: string[]) => void = () => undefined;
	const told = new Promise<string[]>((resolve) => (tell = resolve));
	const { calls, presence } = redis(([operation]) => {
		if (operation === 'replace') return told;
		return operation === 'enter' ? Promise.reject(new Error('away')) : Promise.resolve(['yes', '']);
	});
	for (let n = 0; n < 203; n++) presence.enter('room', `s${n}`, `name ${n}`);
	// So that presence knows of all these failures: Redis has heard of nobody.
	await new Promise((resolve) => setImmediate(resolve));
	const renewed = presence.renew().catch(() => undefined);
	expect(calls.at(-1)?.[0]).toBe('replace');
	presence.leave('room', 's201');
	tell(['no', '']);
	await renewed;
	expect(calls.slice(-2)).toEqual([
		['leave', 's201'],
		['enter', 's200', 'name 200', 's202', 'name 202']
	]);
	presence.close();
});
