import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { request } from './lib/http.ts';
import { RawClient } from './lib/raw.ts';
import { startServer, type TestServer } from './lib/server.ts';
import { until } from './lib/wait.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

/** When something is there, in ms from `begun`. */
async function momentOf(condition: () => unknown, what: string, limitMs: number, begun: number) {
	await until(condition, what, limitMs);
	return performance.now() - begun;
}

// What the contract says in seconds, waited for in real time, all of it at once.
describe('time passes', () => {
	it.concurrent(
		'V13: a WebSocket is pinged every 25 seconds, and cut after 60 without a sign of life',
		async () => {
			const path = `/ws?room=silent-${randomId(8)}`;
			const begun = performance.now();
			const [mute, answering] = [await RawClient.connect(server), await RawClient.connect(server)];
			expect([await mute.upgrade(path), await answering.upgrade(path)]).toEqual([101, 101]);
			const pings = ({ received }: RawClient) =>
				received.toString('latin1').split('\x89\x00').length - 1;
			const first = await momentOf(() => pings(mute) === 1, 'a ping', 28_000, begun);
			expect(first).toBeGreaterThan(23_000);
			answering.frame(0xa);
			await until(() => pings(mute) === 2 && pings(answering) === 2, 'a second ping', 28_000);
			answering.frame(0xa);
			const cut = await momentOf(() => mute.socket.closed, 'the end', 63_000, begun);
			expect(cut).toBeGreaterThan(58_000);
			expect(answering.socket.closed).toBe(false);
			answering.socket.destroy();
		},
		70_000
	);

	it.concurrent(
		'who polled is in the room for thirty seconds more',
		async () => {
			const room = `polled-${randomId(8)}`;
			const watcher = new WebSocketTestClient(server, `?room=${room}`);
			await watcher.next('welcome');
			await request(server, 'GET', `/api/rooms/${room}/poll?after=none.0`);
			const polled = performance.now();
			const count = () => watcher.of('presence').at(-1)?.count;
			await until(() => count() === 2, 'the poller');
			const gone = await momentOf(() => count() === 1, 'the end of it', 33_000, polled);
			expect(gone).toBeGreaterThan(28_000);
			watcher.close();
		},
		40_000
	);
});
