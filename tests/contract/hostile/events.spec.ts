import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { SocketIoTestClient } from '../lib/client.ts';
import { expectCode, serverWithOtherClients } from '../lib/other-clients.ts';
import { runs } from '../lib/runs.ts';
import { openPolling } from '../lib/socket-io.ts';
import { until } from '../lib/wait.ts';

const setup = serverWithOtherClients();

const room = `events-${randomId(8)}`;

async function open(): Promise<SocketIoTestClient> {
	const client = await SocketIoTestClient.connected(setup.server);
	await client.ask('join-room', { room });
	return client;
}

/** The acknowledgement of an event; null if the connection closed instead. */
async function answerTo(client: SocketIoTestClient, name: string, args: readonly unknown[]) {
	let answer: Record<string, unknown> | null = null;
	client.socket.emit(name, ...args, (given: Record<string, unknown>) => (answer = given));
	await until(() => client.closed ?? answer, `an answer to ${name} ${JSON.stringify(args)}`);
	return answer as Record<string, unknown> | null;
}

const value = fc.oneof(
	fc.jsonValue({ maxDepth: 3 }),
	fc.string({ unit: 'binary', maxLength: 80 }),
	fc.constantFrom('', room, 'ROOM', '__proto__', '\ud800', 'x'.repeat(2001), 1e308, -0),
	fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
	fc.constantFrom<unknown>([], [[]], {}, { length: 1, 0: 'x' }, { toString: 1 }, null)
);
const payload = fc.oneof(
	value,
	fc.record(
		{ room: fc.oneof(fc.constant(room), value), after: value, text: value, clientId: value },
		{ requiredKeys: [] }
	),
	fc.constant(JSON.parse('{"__proto__":{"room":"x","text":"y"},"constructor":{"prototype":1}}'))
);
const names = ['join-room', 'leave-room', 'message', 'gap', 'closing', 'user-joined', 'x', '', '$'];

describe('events', () => {
	it('I8: no event or argument causes an answer outside the contract [error-codes]', async () => {
		let client = await open();
		let tries = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...names, 'error'),
				fc.array(payload, { maxLength: 3 }),
				async (name, args) => {
					if (client.closed) client = await open();
					const answer = await answerTo(client, name, args);
					if (answer === null) expect(client.closed?.code).toBe(4400);
					else if (answer['ok'] !== true) expectCode(answer['code'], [name, args, answer]);
					if (++tries % 100 === 0) await setup.others.publish();
				}
			),
			{ numRuns: runs(400) }
		);
		client.close();
	});
});

/** A plain WebSocket at Socket.IO's path, after Engine.IO's open packet. */
async function openEngine(): Promise<{ ws: WebSocket; texts: string[] }> {
	const ws = new WebSocket(
		`ws://127.0.0.1:${setup.server.port}/socket.io/?EIO=4&transport=websocket`
	);
	const texts: string[] = [];
	ws.on('message', (data: Buffer) => texts.push(data.toString()));
	ws.on('error', () => undefined);
	await until(() => texts[0]?.startsWith('0{'), 'the opening packet');
	return { ws, texts };
}

const packets = [
	...['', '0', '1', '2', '2probe', '3', '4', '5', '6', '7', '9', 'x', '4x', '49', '44{"a":1}'],
	...['40/admin,', '40{"token":', '40{"token":{}}', '40[]', '40null', '41', '41/x,'],
	...[
		'42',
		'42[',
		'42[]',
		'42{}',
		'42null',
		'42"x"',
		'42[1]',
		'42[null]',
		'42[{}]',
		'42["connect"]'
	],
	...['42["disconnect"]', '42["disconnecting"]', '42["connection"]', '42["newListener"]'],
	...['42999999999999999999["message",{}]', '42-1["message"]', '421e5["message"]'],
	...[
		'43',
		'431',
		'431[]',
		'431["x"]',
		'43["x"]',
		'45',
		'451-',
		'451-["message"]',
		'450-["message"]'
	],
	...['459999999-["message",{"_placeholder":true,"num":0}]'],
	...['451-["message",{"_placeholder":true,"num":-1}]', '451-["message",{"_placeholder":true}]'],
	...['461-1["x"]', `42${'['.repeat(10_000)}${']'.repeat(10_000)}`, `42["${'x'.repeat(60_000)}"]`]
];

describe('packets', () => {
	it('I8: malformed packets of Engine.IO or Socket.IO end neither the process nor other connections', async () => {
		for (const isJoined of [false, true]) {
			for (const packet of packets) {
				const { ws, texts } = await openEngine();
				if (isJoined) {
					ws.send('40');
					await until(() => texts.some((text) => text.startsWith('40{')), 'the connection');
				}
				ws.send(packet);
				ws.send(Buffer.from(packet));
				ws.send('420["nothing"]');
				ws.close();
				await until(() => ws.readyState === WebSocket.CLOSED, `the end after ${packet}`);
				expect(texts.join()).not.toContain('internal');
			}
			await setup.others.publish();
		}
	});

	it.each([
		['40/random', '44/random,{"message":"Invalid namespace"}'],
		['40/random,', '44/random,{"message":"Invalid namespace"}'],
		['40/random,{"token":"x"}', '44/random,{"message":"Invalid namespace"}'],
		['40/a{"b":[', '44/a{"b":[,{"message":"Invalid namespace"}']
	])('%s is answered for its namespace, and the connection stays', async (packet, expected) => {
		const { ws, texts } = await openEngine();
		ws.send(packet);
		await until(() => texts.length > 1, 'an answer');
		expect(texts[1]).toBe(expected);
		ws.send('40');
		await until(() => texts.length > 2, 'the connection');
		expect(texts[2]).toMatch(/^40\{"sid"/);
		ws.close();
	});

	it.each([
		['40[]', '44'],
		['40/random,[]', '44/random,']
	])(
		'%s with an auth that is not an object is rejected for its namespace',
		async (packet, prefix) => {
			const { ws, texts } = await openEngine();
			ws.send(packet);
			await until(() => ws.readyState === WebSocket.CLOSED, 'the end');
			expect(texts[1]?.slice(0, prefix.length + 1)).toBe(`${prefix}{`);
			expect(texts[1]).toContain('"code":"unauthorised"');
		}
	);

	it('I8: malformed packets over polling end neither the process nor other connections', async () => {
		for (const packet of [...packets, `40\x1e${packets.join('\x1e')}`, '\x1e\x1e', 'b4AAAA']) {
			const { send } = await openPolling(setup.server);
			for (const body of ['40', packet]) {
				const answer = await send(body);
				expect([200, 400, 413]).toContain(answer.status);
				await answer.text();
			}
			await send('1');
		}
		await setup.others.publish();
	});

	it('requests with malformed parameters or for unknown connections cause no server error', async () => {
		for (const query of [
			'',
			'EIO=3&transport=polling',
			'EIO=4',
			'EIO=4&transport=nothing',
			'EIO=4&transport=constructor',
			'EIO=4&transport=__proto__',
			'EIO=4&transport=websocket',
			'EIO=4&transport=polling&sid=x',
			'EIO=4&transport=polling&sid=__proto__',
			'EIO=4&transport=polling&sid=constructor',
			'EIO=4&EIO=3&transport=polling&transport=x',
			'%',
			`EIO=4&transport=polling&j=${'x'.repeat(5000)}`
		]) {
			for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) {
				const answer = await fetch(`${setup.server.origin}/socket.io/?${query}`, { method });
				expect(answer.status, `${method} ${query}`).toBeLessThan(500);
				await answer.text();
			}
		}
		await setup.others.publish();
	});
});
