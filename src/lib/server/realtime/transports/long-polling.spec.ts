import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { parseConfig } from '../../config.ts';
import { MemoryPresence } from '../broker/memory-presence.ts';
import { MemoryBroker } from '../broker/memory.ts';
import { ConnectionLimit } from '../guards/connections.ts';
import { Hub } from '../hub.ts';
import { MemorySessionStore } from '../session/memory-store.ts';
import { Sessions } from '../session/sessions.ts';
import { LongPollingTransport } from './long-polling.ts';

const log = pino({ level: 'silent' });

/** A broker that says when it is asked, and answers when it is let. */
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

it('ends a poll with its session while the broker is still being asked', async () => {
	const config = parseConfig({ OPEN_ROOMS: '1' });
	const broker = new SlowBroker({ maxRooms: 1, log });
	const store = new MemorySessionStore();
	const sessions = new Sessions(config, store);
	const presence = new MemoryPresence();
	const transport = new LongPollingTransport({
		config,
		hub: new Hub({ broker, presence, sessions: store, instanceId: 'instance' }),
		sessions,
		limit: new ConnectionLimit(config),
		messageLimit: null,
		metrics: { failed: vi.fn() },
		log,
		isDraining: () => false
	});
	const server = createServer((req, res) => transport.request(req, res, 'r'));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { token, identity } = await sessions.open('Ada');
	const poll = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
		headers: { authorization: `Bearer ${token}` }
	});
	await broker.asked;
	await sessions.end(identity);
	const response = await poll;
	expect([response.status, await response.json()]).toMatchObject([401, { code: 'unauthorised' }]);
	broker.answer();
	presence.close();
	server.close();
	await broker.close();
});
