import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { log, transportContext } from '../../fixture.ts';
import { MemoryBroker } from '../../broker/memory.ts';
import { pollTimeoutMs } from '../../limits.ts';
import { LongPollingTransport } from './index.ts';

/** A broker that reports when it is read, and replies when the test lets it. */
class SlowBroker extends MemoryBroker {
	readonly #gate = new EventEmitter();
	readonly asked = once(this.#gate, 'asked');

	override async read(...args: Parameters<MemoryBroker['read']>) {
		this.#gate.emit('asked');
		await once(this.#gate, 'answer');
		return super.read(...args);
	}

	answer(): void {
		this.#gate.emit('answer');
	}
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
	vi.useRealTimers();
	for (const close of closing.splice(0)) await close();
});

async function start() {
	const broker = new SlowBroker({ maxRooms: 1, log });
	const { context, close } = transportContext(broker);
	const transport = new LongPollingTransport(context);
	const server = createServer((req, res) => transport.request(req, res, 'r'));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closing.push(() => server.close(), close);
	const poll = (headers: Record<string, string> = {}) =>
		fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers });
	return { broker, sessions: context.sessions, poll };
}

it('ends a poll when its session ends, even while a read of the broker is pending', async () => {
	const { broker, sessions, poll } = await start();
	const { token, identity } = await sessions.open('Ada');
	const polled = poll({ authorization: `Bearer ${token}` });
	await broker.asked;
	await sessions.end(identity);
	const response = await polled;
	expect([response.status, await response.json()]).toMatchObject([401, { code: 'unauthorised' }]);
	broker.answer();
});

it('measures how long a poll waits from its arrival, including the time the broker takes [poll-wait]', async () => {
	vi.useFakeTimers({ toFake: ['performance'] });
	const { broker, poll } = await start();
	const polled = poll();
	await broker.asked;
	vi.advanceTimersByTime(pollTimeoutMs - 10);
	broker.answer();
	expect(await (await polled).json()).toMatchObject({ messages: [] });
}, 10_000);
