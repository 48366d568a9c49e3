import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { ConnectionReportSchema, type Fault } from '../../src/lib/protocol/connection-fault.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import * as v from 'valibot';
import { SocketIoTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { publish, request } from './lib/http.ts';
import { transports } from './lib/transports.ts';
import { until } from './lib/wait.ts';

const server = fileServer();

const newRoom = () => `named-${randomId(8)}`;
const path = (name: string) => `/api/connections/${name}`;
const cause = (name: string, fault: Fault) => request(server, 'POST', path(name), { fault });
const report = async (name: string) =>
	v.parse(ConnectionReportSchema, (await request(server, 'GET', path(name))).body);
const becomesNamed = (name: string) =>
	until(async () => (await request(server, 'GET', path(name))).status === 200, 'the name');

describe.each(transports.filter(({ isStream }) => isStream))('over $name', ({ connect }) => {
	async function open(room: string) {
		const name = randomId(24);
		const client = connect(server, { room, connection: name });
		await client.ready();
		// Otherwise a fault could also apply to the presence event about this client.
		await client.next('presence');
		return { name, client };
	}

	it('hold passes nothing on until release, and then everything in order [named, named-fault]', async () => {
		const room = newRoom();
		const { name, client } = await open(room);
		expect((await cause(name, 'hold')).body).toMatchObject({ fault: 'hold' });
		for (const n of [1, 2, 3]) await publish(server, room, `m${n}`);
		await until(async () => (await report(name)).queuedBytes > 0, 'queued bytes');
		expect(client.of('message')).toEqual([]);
		expect((await cause(name, 'release')).body).toMatchObject({ fault: 'none' });
		expect(await client.texts(3)).toEqual(['m1', 'm2', 'm3']);
		client.close();
	});

	it('delay passes everything on in order, a little later, until release [named-fault]', async () => {
		const room = newRoom();
		const { name, client } = await open(room);
		expect((await cause(name, 'delay')).body).toMatchObject({ fault: 'delay' });
		for (const n of [1, 2, 3]) await publish(server, room, `m${n}`);
		await until(async () => (await report(name)).queuedBytes > 0, 'queued bytes');
		expect(await client.texts(3)).toEqual(['m1', 'm2', 'm3']);
		await cause(name, 'release');
		expect(await report(name)).toMatchObject({ fault: 'none', queuedBytes: 0 });
		await publish(server, room, 'm4');
		expect((await client.texts(4)).at(-1)).toBe('m4');
		client.close();
	});

	it('duplicate delivers each message twice until release, and can be caused again [named-fault]', async () => {
		const room = newRoom();
		const { name, client } = await open(room);
		const other = await open(room);
		for (let round = 0; round < 2; round++) {
			await cause(name, 'duplicate');
			for (const letter of ['a', 'b']) await publish(server, room, letter);
			const count = 6 * round;
			expect((await client.texts(count + 4)).slice(count)).toEqual(['a', 'a', 'b', 'b']);
			await cause(name, 'release');
			for (const letter of ['c', 'd']) await publish(server, room, letter);
			expect((await client.texts(count + 6)).slice(count + 4)).toEqual(['c', 'd']);
		}
		expect(await other.client.texts(8)).toEqual('abcdabcd'.split(''));
		for (const reader of [client, other.client]) reader.close();
	});

	it('a fault replaces the one before it [named-fault]', async () => {
		const room = newRoom();
		const { name, client } = await open(room);
		await cause(name, 'hold');
		await publish(server, room, 'held');
		await cause(name, 'duplicate');
		expect(await client.texts(1)).toEqual(['held']);
		await cause(name, 'delay');
		await publish(server, room, 'once');
		expect(await client.texts(2)).toEqual(['held', 'once']);
		await cause(name, 'release');
		await publish(server, room, 'end');
		expect(await client.texts(3)).toEqual(['held', 'once', 'end']);
		client.close();
	});
});

describe('a poll', () => {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	afterAll(() => agent.destroy());

	/** Resolves with the body of the response, and the port of the client's socket. */
	function poll(room: string, after: unknown, name: string) {
		const query = `after=${String(after)}&connection=${name}`;
		return new Promise<{ body: unknown; port: number | undefined }>((resolve, reject) => {
			get(`${server.origin}/api/rooms/${room}/poll?${query}`, { agent }, (response) => {
				const port = response.socket.localPort;
				text(response)
					.then((body) => resolve({ body: JSON.parse(body), port }))
					.catch(reject);
			}).on('error', reject);
		});
	}

	/** Starts a poll and, while it waits, causes a fault on it and publishes a message. */
	async function pollWith(fault: Fault) {
		const room = newRoom();
		const { body } = await publish(server, room, 'first');
		const name = randomId(24);
		const answer = poll(room, body?.['id'], name);
		let isSettled = false;
		const settle = () => (isSettled = true);
		void answer.then(settle, settle);
		await becomesNamed(name);
		await cause(name, fault);
		await publish(server, room, 'second');
		return {
			name,
			isSettled: () => isSettled,
			answer,
			/** Expects the response, and that the next request gets its own response on the same socket. */
			async expectAnswer() {
				const { body, port } = await answer;
				expect(body).toMatchObject({ messages: [{ text: 'second' }] });
				// It asks for both messages, so that its response differs from a repeated one. If the socket had closed, the
				// agent would open another without an error.
				const next = await poll(room, 'none.0', randomId(24));
				const messages = [{ text: 'first' }, { text: 'second' }];
				expect(next).toMatchObject({ body: { messages }, port });
			}
		};
	}

	it('gets one whole response on duplicate, and its socket stays usable [named-fault]', async () => {
		const { expectAnswer } = await pollWith('duplicate');
		// A second response would close the socket, or be read as the response to the next request.
		await expectAnswer();
	});

	it('on hold gets its response on release, and its socket stays usable [named-fault]', async () => {
		const { name, isSettled, expectAnswer } = await pollWith('hold');
		await until(async () => (await report(name)).queuedBytes > 0, 'queued bytes');
		expect(isSettled()).toBe(false);
		await cause(name, 'release');
		await expectAnswer();
	});

	it('on delay gets its response a little later, and its socket stays usable [named-fault]', async () => {
		const { name, expectAnswer } = await pollWith('delay');
		await until(async () => (await report(name)).queuedBytes > 0, 'queued bytes');
		await expectAnswer();
	});

	it('that is swallowed gets no response, and breaks when it is cut [named-fault]', async () => {
		const { name, answer, isSettled } = await pollWith('swallow');
		await until(async () => (await report(name)).closedForMs !== null, 'the end');
		expect(isSettled()).toBe(false);
		await cause(name, 'cut');
		await expect(answer).rejects.toThrow();
	});
});

it('a Socket.IO connection gets its name once it is a WebSocket, from the start or after polling [named, named-fault]', async () => {
	for (const transports of [['websocket'], ['polling', 'websocket']]) {
		const name = randomId(24);
		const client = new SocketIoTestClient(server, { transports, query: { connection: name } });
		await becomesNamed(name);
		// After a cut before the upgrade, the client would continue over polling.
		const { socket } = client;
		const isUpgraded = () => socket.io.engine.transport.name === 'websocket';
		await until(() => socket.connected && isUpgraded(), 'the upgrade');
		await cause(name, 'cut');
		expect(await client.ended()).toMatchObject({ code: 1006 });
	}
});

it('a socket that has had many faults writes as before [named-fault]', async () => {
	const room = newRoom();
	const name = randomId(24);
	const client = SocketIoTestClient.connect(server, { room, connection: name });
	await client.ready();
	for (let i = 0; i < 50; i++) {
		const fault = (['duplicate', 'delay', 'hold'] as const)[i % 3] ?? 'release';
		expect((await cause(name, fault)).status).toBe(200);
	}
	await cause(name, 'release');
	await publish(server, room, 'x');
	await publish(server, room, 'y');
	expect(await client.texts(2)).toEqual(['x', 'y']);
	client.close();
});
