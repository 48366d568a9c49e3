import { afterAll, beforeAll, it } from 'vitest';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from '../lib/client.ts';
import { Neighbours } from '../lib/neighbours.ts';
import { RawClient } from '../lib/raw.ts';
import { startServer, type TestServer } from '../lib/server.ts';
import { eventually } from '../lib/wait.ts';

const ahead = 15;
/** Enough for those of one turn and the neighbours, not for those of two. */
const places = 25;

let server: TestServer;
let neighbours: Neighbours;
beforeAll(async () => {
	server = await startServer({ MAX_CONNECTIONS_PER_IP: String(places) });
	neighbours = await Neighbours.on(server);
});
afterAll(async () => {
	await neighbours.expectUnharmed();
	await server.close();
});

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

async function connections(transport: string): Promise<number> {
	const text = await (await fetch(`${server.origin}/metrics`)).text();
	const [, value] =
		new RegExp(`^wirelab_connections{transport="${transport}"} (\\d+)$`, 'm').exec(text) ?? [];
	return Number(value ?? 0);
}

// HTTP/1.1 lets a client ask again before it has been answered.
it.each([
	['long-polling', 'poll'],
	['sse', 'events']
])(
	'whoever asks ahead over %s and goes gives back all that was held',
	async (transport, resource) => {
		const room = `ahead-${randomId(8)}`;
		const watcher = new WebSocketTestClient(server, `?room=${room}`);
		await watcher.ready();
		for (let turn = 0; turn < 3; turn++) {
			const client = await RawClient.connect(server);
			client.socket.write(get(`/api/rooms/${room}/${resource}`).repeat(ahead));
			await eventually(async () => (await connections(transport)) >= ahead, 'all of them');
			client.socket.destroy();
			// A neighbour may be among those who are left.
			await eventually(async () => (await connections(transport)) <= 1, 'the end of all');
		}
		watcher.close();
		await neighbours.speak();
	}
);
