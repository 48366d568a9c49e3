import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from '../lib/client.ts';
import { frameBytes, opcodes, RawClient } from '../lib/raw.ts';
import type { Address } from '../lib/server.ts';
import { until } from '../lib/wait.ts';

/** Bytes that one client sends at once. The original regression: 135 KB of `join-room`. */
const floodBytes = 135_000;
const crowdSize = 500;
/** Measurements of the idle server before a flood, and as many after the flood was sent. */
const rounds = 40;
/** During a flood, a wait may be this many times the longest idle one. With quadratic cost it was hundreds of times. */
const maxFactor = 20;
/** The longest idle wait counts as at least this long, because the machine has other work too. */
const idleFloorMs = 40;

const room = `flooded-${randomId(8)}`;

/** Repeats a packet until `floodBytes` are reached. */
function filled(packet: (n: number) => Buffer): Buffer {
	const packets: Buffer[] = [];
	for (let n = 0, bytes = 0; bytes < floodBytes; n++) {
		const next = packet(n);
		packets.push(next);
		bytes += next.length;
	}
	return Buffer.concat(packets);
}

const text = (payload: string) => frameBytes({ opcode: opcodes.text, payload });
const socketIo = '/socket.io/?EIO=4&transport=websocket';

const floods = [
	{
		name: 'join-room',
		path: socketIo,
		bytes: filled((n) => text(`42${n}["join-room",{"room":"${room}"}]`))
	},
	{
		name: 'join-room and leave-room by turns',
		path: socketIo,
		bytes: filled((n) => text(`42${n}["${n % 2 ? 'leave' : 'join'}-room",{"room":"${room}"}]`))
	},
	{
		name: 'join-room for a new room each time',
		path: socketIo,
		bytes: filled((n) => text(`42${n}["join-room",{"room":"new-${n}"}]`))
	},
	{
		name: 'messages for a room that the client has not joined',
		path: socketIo,
		bytes: filled((n) => text(`42${n}["message",{"room":"other","text":"x"}]`))
	},
	{ name: 'events without a name', path: socketIo, bytes: filled((n) => text(`42${n}[]`)) },
	{
		name: 'ping frames below Socket.IO',
		path: socketIo,
		bytes: filled(() => frameBytes({ opcode: opcodes.ping, payload: 'x' }))
	},
	{
		name: 'ping messages',
		path: `/ws?room=${room}`,
		bytes: filled(() => text('{"type":"ping"}'))
	},
	{
		name: 'ping frames',
		path: `/ws?room=${room}`,
		bytes: filled(() => frameBytes({ opcode: opcodes.ping, payload: 'x' }))
	},
	{
		name: 'tickets',
		path: `/ws?room=${room}`,
		bytes: filled(() => text('{"type":"auth","ticket":""}'))
	},
	{
		name: 'messages',
		path: `/ws?room=${room}`,
		bytes: filled(() => text('{"type":"message","text":"x"}'))
	}
];

describe('135 KB that one client sends at once, with five hundred others in the room', () => {
	let child: ChildProcess;
	let server: Address;
	let crowd: WebSocketTestClient[];
	let bystander: WebSocketTestClient;
	beforeAll(async () => {
		// startServer turns off the limits by address, which the crowd would exceed. `x-client` gives each publisher
		// and flooder its own address.
		const env = { RATE_LIMIT_MESSAGES: '30/10', ADDRESS_HEADER: 'x-client' };
		child = fork(fileURLToPath(new URL('floods-host.ts', import.meta.url)), {
			execArgv: ['--import', 'tsx'],
			env: { ...process.env, FLOODS_ENV: JSON.stringify(env) }
		});
		const [{ port }] = (await once(child, 'message')) as [{ port: number }];
		server = { port, origin: `http://127.0.0.1:${port}` };
		crowd = [];
		for (let n = 0; n < crowdSize; n++) {
			crowd.push(WebSocketTestClient.connect(server, { room }));
			if (n % 50 === 49) await crowd.at(-1)?.ready();
		}
		await Promise.all(crowd.map((client) => client.ready()));
		bystander = WebSocketTestClient.connect(server, { room: `bystander-${randomId(8)}` });
		await bystander.ready();
	}, 180_000);
	afterAll(() => {
		for (const client of [...crowd, bystander]) client.ws.terminate();
		child.disconnect();
	});

	let publishedCount = 0;
	/** How long a bystander waits for `/healthz` and for its own message, in ms: the longer of the two. */
	async function measureWait(): Promise<number> {
		const from = performance.now();
		const health = fetch(`${server.origin}/healthz`);
		const seen = bystander.of('message').length;
		const status = await publishFromNewAddress();
		await until(() => bystander.of('message').length > seen, 'its own message');
		expect([(await health).status, status]).toEqual([200, 201]);
		return performance.now() - from;
	}
	/** Publishes over HTTP from an address of its own, to stay within the rate limit. Returns the status. */
	async function publishFromNewAddress(): Promise<number> {
		const address = [10, 1, publishedCount >> 8, publishedCount++ & 255].join('.');
		const url = new URL(bystander.ws.url);
		const response = await fetch(
			`${server.origin}/api/rooms/${url.searchParams.get('room')}/messages`,
			{
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-client': address },
				body: '{"text":"x"}'
			}
		);
		return response.status;
	}

	it.each(floods)(
		'$name: other clients are not delayed',
		async ({ path, bytes }) => {
			const flooder = await RawClient.connect(server);
			await flooder.upgrade(path, { 'x-client': `10.2.0.${publishedCount % 250}` });
			if (path === socketIo) {
				flooder.frame(opcodes.text, '40');
				await until(() => flooder.text.includes('40{"sid"'), 'the handshake of Socket.IO');
			}
			let idleMs = idleFloorMs;
			for (let n = 0; n < rounds; n++) idleMs = Math.max(idleMs, await measureWait());

			flooder.socket.write(bytes);
			let slowestMs = 0;
			for (let n = 0; n < rounds; n++) slowestMs = Math.max(slowestMs, await measureWait());
			expect(slowestMs).toBeLessThan(idleMs * maxFactor);
			flooder.socket.destroy();
			expect(crowd.every(({ closed }) => closed === null)).toBe(true);
		},
		180_000
	);
});
