import { it } from 'vitest';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from '../lib/client.ts';
import { flood } from '../lib/http.ts';
import { serverWithOtherClients } from '../lib/other-clients.ts';
import { readMetric } from '../lib/metrics.ts';
import { RawClient } from '../lib/raw.ts';
import { until } from '../lib/wait.ts';

/** How many requests a client sends without waiting for the responses. */
const pipelined = 15;
/** Enough for one client that pipelines and the other clients, but not for two that pipeline. */
const maxConnections = 25;

const setup = serverWithOtherClients({ MAX_CONNECTIONS_PER_IP: String(maxConnections) });

const getRequest = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

const read = (series: string) => readMetric(setup.server, series);

const connections = (transport: string) => read(`wirelab_connections{transport="${transport}"}`);

it.each([
	['long-polling', 'poll'],
	['sse', 'events']
])(
	'pipelined requests over %s release everything when the client disconnects',
	async (transport, resource) => {
		const room = `pipelined-${randomId(8)}`;
		const watcher = new WebSocketTestClient(setup.server, `?room=${room}`);
		await watcher.ready();
		for (let turn = 0; turn < 3; turn++) {
			const client = await RawClient.connect(setup.server);
			client.socket.write(getRequest(`/api/rooms/${room}/${resource}`).repeat(pipelined));
			await until(async () => (await connections(transport)) >= pipelined, 'all connections');
			client.socket.destroy();
			// One of the other clients may be among the remaining connections.
			await until(async () => (await connections(transport)) <= 1, 'the end of the connections');
		}
		watcher.close();
		await setup.others.publish();
	}
);

it('a client that pipelines requests for more than 1 MiB and does not read the responses is closed and counted [close-4408]', async () => {
	const room = `pipelined-${randomId(8)}`;
	const series = 'wirelab_connections_closed_total{transport="long-polling",code="4408"}';
	await flood(setup.server, room, 800_000);
	const reader = await RawClient.connect(setup.server);
	reader.socket.pause();
	reader.socket.write(getRequest(`/api/rooms/${room}/poll?after=none.0`).repeat(pipelined));
	await until(
		async () => (await read(series)) > 0,
		'the reader to be counted as closed with 4408',
		15_000
	);
	// A client that does not read notices the closing when it writes.
	await until(() => {
		if (!reader.socket.destroyed) reader.socket.write('\r\n');
		return reader.socket.destroyed;
	}, 'the end of the socket');
	await until(async () => (await connections('long-polling')) <= 1, 'the end of the connections');
});
