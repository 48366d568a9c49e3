import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import {
	closedReportMs,
	maxNamedConnections,
	maxNamedConnectionsPerAddress,
	maxSwallowMs
} from '../../src/lib/server/realtime/limits.ts';
import { publish, request } from '../contract/lib/http.ts';
import { readMetric } from '../contract/lib/metrics.ts';
import { newAddress } from '../contract/lib/new-address.ts';
import { RawClient } from '../contract/lib/raw.ts';
import { startServer, type TestServer } from '../contract/lib/server.ts';
import { until } from '../contract/lib/wait.ts';
import { ServerTimers } from '../support/server-timers.ts';

let server: TestServer;
let timers: ServerTimers;
beforeAll(async () => {
	server = await startServer({ ADDRESS_HEADER: 'x-client' });
});
afterEach(() => timers.stop());
afterAll(() => server.close());

/** Polls of an address beyond those that can have names. */
const excess = 10;
/** Requests about names that an address sends at once; the limit is 120. */
const requestsPerAddress = 100;

const path = (name: string) => `/api/connections/${name}`;
const waitingPolls = () => readMetric(server, 'wirelab_connections{transport="long-polling"}');

interface Poll {
	client: RawClient;
	name: string;
	address: string;
}

async function poll(room: string, after: unknown, address: string): Promise<Poll> {
	const name = randomId(24);
	const client = await RawClient.connect(server);
	client.socket.write(
		`GET /api/rooms/${room}/poll?after=${String(after)}&connection=${name} HTTP/1.1\r\nHost: a\r\nx-client: ${address}\r\n\r\n`
	);
	return { client, name, address };
}

/** Sends one request per poll, many at once. Returns the number of responses with each status. */
async function statuses(
	polls: readonly Poll[],
	send: (poll: Poll, i: number) => Promise<{ status: number }>
) {
	const counts: Record<number, number> = {};
	for (let from = 0; from < polls.length; from += requestsPerAddress) {
		const some = polls.slice(from, from + requestsPerAddress);
		for (const { status } of await Promise.all(some.map((poll, i) => send(poll, from + i)))) {
			counts[status] = (counts[status] ?? 0) + 1;
		}
	}
	return counts;
}

it.each([
	['one address', 1],
	['as many addresses as there are names for', maxNamedConnections / maxNamedConnectionsPerAddress]
])(
	'swallowed polls of %s, answered or not, leave no socket, timer or name [named-limits, named-fault]',
	async (_, count) => {
		timers = new ServerTimers(/\/realtime\/(?:faults|transports\/long-polling)\//);
		const [answered, silent] = [`swallow-${randomId(8)}`, `swallow-${randomId(8)}`];
		const cursors = new Map<string, unknown>();
		for (const room of [answered, silent]) {
			cursors.set(room, (await publish(server, room, 'first')).body?.['id']);
		}
		const polls: Poll[] = [];
		for (let a = 0; a < count; a++) {
			const address = newAddress();
			for (let i = 0; i < maxNamedConnectionsPerAddress + excess; i++) {
				const room = i % 2 === 0 ? answered : silent;
				polls.push(await poll(room, cursors.get(room), address));
			}
		}
		await until(async () => (await waitingPolls()) === polls.length, 'all polls to wait');
		const named = count * maxNamedConnectionsPerAddress;
		const swallow = ({ name, address }: Poll) =>
			request(server, 'POST', path(name), { fault: 'swallow' }, { 'x-client': address });
		expect(await statuses(polls, swallow)).toEqual({ 200: named, 404: count * excess });

		expect(timers.count).toBeGreaterThan(named);
		await publish(server, answered, 'second');
		await until(async () => (await waitingPolls()) === polls.length / 2, 'the answers');
		timers.elapse(maxSwallowMs);
		const ended = () => polls.filter(({ client }) => client.socket.destroyed);
		await until(() => ended().length === named, 'the end of every half-open connection');
		expect(ended().every(({ client }) => client.received.length === 0)).toBe(true);
		timers.elapse(closedReportMs);

		// From several new addresses, because the requests of each are limited.
		const readers = Array.from({ length: Math.ceil(polls.length / requestsPerAddress) }, () =>
			newAddress()
		);
		const ask = ({ name }: Poll, i: number) => {
			const address = readers[Math.floor(i / requestsPerAddress)] ?? '';
			return request(server, 'GET', path(name), undefined, { 'x-client': address });
		};
		expect(await statuses(polls, ask)).toEqual({ 404: polls.length });
		for (const { client } of polls) client.socket.destroy();
		await until(async () => (await waitingPolls()) === 0, 'the end of all polls');
		const ports = new Set(polls.map(({ client }) => client.socket.localPort));
		expect([...server.sockets].filter(({ remotePort }) => ports.has(remotePort))).toEqual([]);
		expect(timers.count).toBe(0);
	}
);
