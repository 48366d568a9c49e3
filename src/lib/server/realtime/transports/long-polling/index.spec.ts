import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { parseConfig } from '../../../config.ts';
import { MemoryPresence } from '../../broker/memory-presence.ts';
import { MemoryBroker } from '../../broker/memory.ts';
import { NamedConnections } from '../../faults/named-connections.ts';
import { ConnectionLimit } from '../../guards/connections.ts';
import { Hub } from '../../hub/hub.ts';
import { MemorySessionStore } from '../../session/memory-store.ts';
import { Sessions } from '../../session/sessions.ts';
import { pollTimeoutMs } from '../../limits.ts';
import { LongPollingTransport } from './index.ts';

const log = pino({ level: 'silent' });

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
	const config = parseConfig({ OPEN_ROOMS: '1' });
	const broker = new SlowBroker({ maxRooms: 1, log });
	const store = new MemorySessionStore();
	const sessions = new Sessions(config, store);
	const presence = new MemoryPresence();
	const transport = new LongPollingTransport({
		config,
		hub: new Hub({ broker, presence, sessions: store, instanceId: 'instance' }),
		sessions,
		named: new NamedConnections(),
		limit: new ConnectionLimit(config),
		messageLimit: null,
		controlLimit: null,
		metrics: { countError: vi.fn() },
		log,
		isDraining: () => false
	});
	const server = createServer((req, res) => transport.request(req, res, 'r'));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closing.push(
		() => presence.close(),
		() => server.close(),
		() => broker.close()
	);
	const poll = (headers: Record<string, string> = {}) =>
		fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers });
	return { broker, sessions, poll };
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
