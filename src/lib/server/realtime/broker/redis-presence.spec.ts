import { expect, it, vi } from 'vitest';
import { RedisPresence } from './redis-presence.ts';
import type { RedisLink } from './redis/link.ts';

type Call = [operation: string, ...args: string[]];

/** A fake Redis that replies as the test defines. */
function redis(answer: (call: Call) => Promise<string[]>) {
	const calls: Call[] = [];
	const run = (_script: unknown, _keys: unknown, args: readonly string[]) => {
		const [, , operation = '', , ...rest] = args;
		const call: Call = [operation, ...rest];
		calls.push(call);
		return answer(call);
	};
	// Only the methods that presence uses.
	const link = { register: vi.fn(), run } as unknown as RedisLink;
	const options = { prefix: 'p', url: 'redis://localhost', instanceId: 'instance' };
	return { calls, presence: new RedisPresence({ ...options, link }) };
}

it('does not re-enter a session that leaves while all sessions are being replaced, even in large rooms', async () => {
	let finish: (reply: string[]) => void = () => undefined;
	const replaced = new Promise<string[]>((resolve) => (finish = resolve));
	const { calls, presence } = redis(([operation]) => {
		if (operation === 'replace') return replaced;
		return operation === 'enter' ? Promise.reject(new Error('away')) : Promise.resolve(['yes', '']);
	});
	for (let n = 0; n < 203; n++) presence.enter('room', `s${n}`, `name ${n}`);
	// Lets presence process the failures, after which Redis knows no session.
	await new Promise((resolve) => setImmediate(resolve));
	const renewed = presence.renew().catch(() => undefined);
	expect(calls.at(-1)?.[0]).toBe('replace');
	presence.leave('room', 's201');
	finish(['no', '']);
	await renewed;
	expect(calls.slice(-2)).toEqual([
		['leave', 's201'],
		['enter', 's200', 'name 200', 's202', 'name 202']
	]);
	presence.close();
});
