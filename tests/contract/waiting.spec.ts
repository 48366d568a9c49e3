import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { randomId } from '../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { request } from './lib/http.ts';
import { opcodes, RawClient } from './lib/raw.ts';
import { SseTestClient } from './lib/sse-client.ts';
import { until } from './lib/wait.ts';

const server = fileServer();
const membersOnly = fileServer({ REQUIRE_AUTH: '1' });

/** The bytes of a ping without a payload. */
const emptyPing = '\x89\x00';

/** Resolves when the condition holds, with the time since `startedAt` in ms. */
async function msUntil(condition: () => unknown, what: string, limitMs: number, startedAt: number) {
	await until(condition, what, limitMs);
	return performance.now() - startedAt;
}

// Time limits of the contract, each of many seconds. The tests wait in real time, so they run concurrently.
describe('timeouts', () => {
	it.concurrent(
		'V13: a WebSocket is pinged every 25 seconds and closed after 60 seconds of silence [closing, websocket-heartbeat]',
		async () => {
			const path = `/ws?room=silent-${randomId(8)}`;
			const startedAt = performance.now();
			const [mute, answering] = [await RawClient.connect(server), await RawClient.connect(server)];
			expect([await mute.upgrade(path), await answering.upgrade(path)]).toEqual([101, 101]);
			const pings = ({ received }: RawClient) =>
				received.toString('latin1').split(emptyPing).length - 1;
			const pingedAfterMs = await msUntil(() => pings(mute) === 1, 'a ping', 28_000, startedAt);
			expect(pingedAfterMs).toBeGreaterThan(23_000);
			answering.frame(opcodes.pong);
			await until(() => pings(mute) === 2 && pings(answering) === 2, 'a second ping', 28_000);
			answering.frame(opcodes.pong);
			const closedAfterMs = await msUntil(() => mute.socket.closed, 'the end', 63_000, startedAt);
			expect(closedAfterMs).toBeGreaterThan(58_000);
			expect(mute.text).toContain('{"type":"closing","code":4408');
			expect(answering.socket.closed).toBe(false);
			answering.socket.destroy();
		},
		70_000
	);

	it.concurrent(
		'a poller stays present for thirty seconds after its poll [presence-poller]',
		async () => {
			const room = `polled-${randomId(8)}`;
			const watcher = new WebSocketTestClient(server, `?room=${room}`);
			await watcher.next('welcome');
			await request(server, 'GET', `/api/rooms/${room}/poll?after=none.0`);
			const polledAt = performance.now();
			const count = () => watcher.of('presence').at(-1)?.count;
			await until(() => count() === 2, 'the poller');
			const presentMs = await msUntil(
				() => count() === 1,
				'the end of its presence',
				33_000,
				polledAt
			);
			expect(presentMs).toBeGreaterThan(28_000);
			watcher.close();
		},
		40_000
	);

	it.concurrent(
		'S6: a silent stream gets a comment at least every 15 seconds [sse-heartbeat]',
		async () => {
			const client = new SseTestClient(server, { room: `silent-${randomId(8)}` });
			await client.ready();
			for (const n of [1, 2, 3]) await until(() => client.comments === n, 'a comment', 18_000);
			client.close();
		},
		180_000
	);

	it.concurrent(
		'a poll without new messages is answered after 25 seconds, with an empty list and the cursor [poll-wait]',
		async () => {
			const room = `silent-${randomId(8)}`;
			const client = new SseTestClient(server, { room });
			const { cursor } = await client.next('welcome');
			const startedAt = performance.now();
			const answer = await request(server, 'GET', `/api/rooms/${room}/poll`);
			expect(answer.body).toEqual({ messages: [], cursor });
			const waitedMs = performance.now() - startedAt;
			expect(waitedMs).toBeGreaterThan(23_000);
			expect(waitedMs).toBeLessThan(30_000);
			client.close();
		},
		40_000
	);

	it.concurrent(
		'a WebSocket that has not authenticated within ten seconds is closed [late-auth]',
		async () => {
			const startedAt = performance.now();
			const client = new WebSocketTestClient(membersOnly, '?room=members');
			const rejectedAfterMs = await msUntil(
				() => client.closed,
				'the rejection',
				12_000,
				startedAt
			);
			expect(rejectedAfterMs).toBeGreaterThan(9_000);
			expect(client.closed).toEqual({ code: 4401, reason: 'unauthorised' });
		},
		15_000
	);

	it.concurrent(
		'I22: an Engine.IO connection that never joins a namespace is closed',
		async () => {
			const address = `ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`;
			const clients = Array.from({ length: 10 }, () => new WebSocket(address));
			const isGone = ({ readyState }: WebSocket) => readyState === WebSocket.CLOSED;
			await until(() => clients.every(isGone), 'the end of all connections', 15_000);
		},
		20_000
	);
});
