import { describe, expect, it, vi } from 'vitest';
import { ConnectionReportSchema } from '../../src/lib/protocol/connection-fault.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import {
	maxHoldMs,
	maxNamedConnectionsPerAddress,
	maxSwallowMs,
	namedRequestBurst
} from '../../src/lib/server/realtime/limits.ts';
import * as v from 'valibot';
import { WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { publish, request } from './lib/http.ts';
import { newAddress } from './lib/new-address.ts';
import { startServer } from './lib/server.ts';
import { until } from './lib/wait.ts';

const server = fileServer({ ADDRESS_HEADER: 'x-client' });

const newRoom = () => `named-${randomId(8)}`;
const address = newAddress();

function path(name: string): string {
	return `/api/connections/${name}`;
}

const cause = (name: string, fault: unknown, client = address) =>
	request(server, 'POST', path(name), { fault }, { 'x-client': client });

const ask = (name: string, client = address) =>
	request(server, 'GET', path(name), undefined, { 'x-client': client });

/** Requests a report from a new address: on a slow machine the tests would exceed the limit of a single address. */
const report = async (name: string) =>
	v.parse(ConnectionReportSchema, (await ask(name, newAddress())).body);

async function open(room: string, name = randomId(24), client = address) {
	const query = new URLSearchParams({ room, connection: name });
	const socket = new WebSocketTestClient(server, `?${query}`, { 'x-client': client });
	await socket.ready();
	return { name, client: socket };
}

describe('a named connection', () => {
	it('has a report while it is open, and none after an ordinary close [named, named-report]', async () => {
		const { name, client } = await open(newRoom());
		expect(await ask(name)).toMatchObject({
			status: 200,
			body: { fault: 'none', queuedBytes: 0, closedForMs: null, closedWith: null }
		});
		client.close();
		const status = async () => (await ask(name, newAddress())).status;
		await until(async () => (await status()) === 404, 'the report to be gone');
		expect((await ask(name)).body).toMatchObject({ code: 'not_found' });
	});

	it('cut while on hold loses the ack of a message that the server has stored, and a repeat gets the same seq [named-fault, client-id]', async () => {
		const room = newRoom();
		const { client: observer } = await open(room);
		const first = await open(room);
		await cause(first.name, 'hold');
		first.client.send({ type: 'message', text: 'once', clientId: 'a' });
		const { seq } = await observer.next('message');
		const { body } = await cause(first.name, 'cut');
		expect(v.parse(ConnectionReportSchema, body).queuedBytes).toBeGreaterThan(0);
		expect(await first.client.ended()).toMatchObject({ code: 1006 });
		expect(first.client.of('ack')).toEqual([]);

		const second = await open(room);
		expect(await second.client.publish('once', 'a')).toMatchObject({ type: 'ack', seq });
		expect(observer.of('message')).toHaveLength(1);
		second.client.close();
		observer.close();
	});

	it('with swallow loses what is sent in both directions, and stays open until it is cut [named-fault, named-report]', async () => {
		const room = newRoom();
		const { name, client } = await open(room);
		const { client: observer } = await open(room);
		await cause(name, 'swallow');
		client.send({ type: 'message', text: 'lost', clientId: 'a' });
		client.send({ type: 'ping' });
		await publish(server, room, 'also lost');
		expect(await observer.texts(1)).toEqual(['also lost']);
		// A half-open connection does not recover.
		expect((await cause(name, 'release')).body).toMatchObject({ fault: 'swallow' });
		expect([client.of('message'), client.of('pong'), client.closed]).toEqual([[], [], null]);
		await cause(name, 'cut');
		expect(await client.ended()).toMatchObject({ code: 1006 });
		expect(observer.of('message')).toHaveLength(1);
		expect((await report(name)).closedForMs).not.toBeNull();
		observer.close();
	});
});

describe('the limits of faults', () => {
	it.each(['hold', 'swallow', 'cut'])(
		'%s of one connection affects no other connection of its room and address [named-fault]',
		async (fault) => {
			const room = newRoom();
			const own = await open(room);
			const other = await open(room);
			await cause(own.name, fault);
			await publish(server, room, 'x');
			expect(await other.client.texts(1)).toEqual(['x']);
			expect((await report(other.name)).fault).toBe('none');
			await cause(own.name, 'cut');
			other.client.close();
		}
	);

	it('a name in use is not taken over by another address [named]', async () => {
		const first = await open(newRoom());
		const second = await open(newRoom(), first.name, newAddress());
		await cause(first.name, 'cut');
		await first.client.ended();
		expect(await second.client.publish('still there')).toMatchObject({ type: 'ack' });
		second.client.close();
	});

	it('a name that the same address uses again stands for its newest connection only [named, named-report, named-fault]', async () => {
		const name = randomId(24);
		const causeById = (id: string, fault: string) =>
			request(server, 'POST', path(name), { fault, id }, { 'x-client': newAddress() });
		const first = await open(newRoom(), name);
		const { id } = await report(name);
		await cause(name, 'hold');
		const second = await open(newRoom(), name);
		const newer = await report(name);
		expect([newer.fault, newer.id === id]).toEqual(['none', false]);
		// The name outlives the older connection, and a fault with the id of that one does not reach the newer one.
		first.client.close();
		await first.client.ended();
		expect((await causeById(id, 'cut')).body).toMatchObject({ id: newer.id, fault: 'none' });
		expect(await second.client.publish('still there')).toMatchObject({ type: 'ack' });
		expect((await causeById(newer.id, 'cut')).body).toMatchObject({ id: newer.id, fault: 'cut' });
		expect(await second.client.ended()).toMatchObject({ code: 1006 });
	});

	it('a half-open connection ends when its reader uses its name again [named, named-fault]', async () => {
		const { name, client } = await open(newRoom());
		await cause(name, 'swallow');
		const stranger = await open(newRoom(), name, newAddress());
		expect([client.closed, (await report(name)).fault]).toEqual([null, 'swallow']);
		const second = await open(newRoom(), name);
		expect(await client.ended()).toMatchObject({ code: 1006 });
		expect((await report(name)).fault).toBe('none');
		for (const reader of [stranger, second]) reader.client.close();
	});

	it.each([
		'',
		'short',
		'x'.repeat(25),
		'A'.repeat(24),
		'%00'.repeat(8),
		'../'.repeat(8),
		'__proto__'
	])(
		'the malformed name %j is ignored: the connection works, and no fault can be caused on it [named]',
		async (name) => {
			const { client } = await open(newRoom(), name);
			const { status, body } = await cause(encodeURIComponent(name) || '-', 'cut');
			expect([status, body]).toMatchObject([404, { code: 'not_found' }]);
			expect(await client.publish('x')).toMatchObject({ type: 'ack' });
			client.close();
		}
	);

	it.each([null, 'none', 'HOLD', 5, {}, ['hold']])(
		'the malformed fault %j is rejected and changes nothing [named-fault]',
		async (fault) => {
			const { name, client } = await open(newRoom());
			const { status, body } = await cause(name, fault);
			expect([status, body]).toMatchObject([400, { code: 'bad_request' }]);
			expect((await report(name)).fault).toBe('none');
			client.close();
		}
	);

	it('a page of another site cannot cause faults, and DELETE is not allowed [named-fault]', async () => {
		const { name, client } = await open(newRoom());
		const headers = { origin: 'https://evil.example', 'x-client': address };
		const { status } = await request(server, 'POST', path(name), { fault: 'cut' }, headers);
		expect(status).toBe(403);
		const { status: deleted } = await request(server, 'DELETE', path(name));
		expect(deleted).toBe(405);
		expect(await client.publish('x')).toMatchObject({ type: 'ack' });
		client.close();
	});

	it('names beyond the limit of an address are ignored, and a close frees a place for another [named-limits]', async () => {
		const own = newAddress();
		const room = newRoom();
		const all = await Promise.all(
			Array.from({ length: maxNamedConnectionsPerAddress }, () => open(room, undefined, own))
		);
		const late = await open(room, undefined, own);
		expect((await ask(late.name)).status).toBe(404);
		const elsewhere = await open(room, undefined, newAddress());
		expect((await ask(elsewhere.name)).status).toBe(200);
		all[0]?.client.close();
		await until(async () => {
			const next = await open(room, undefined, own);
			next.client.close();
			return (await ask(next.name, newAddress())).status === 200;
		}, 'a name to be free');
		for (const { client } of [...all, late, elsewhere]) client.close();
	});

	it('requests about names are limited by address [named-limits]', async () => {
		const own = newAddress();
		const name = randomId(24);
		// The clock stands still, or a slow machine would stay below the limit.
		const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
		const answers = await Promise.all(
			Array.from({ length: namedRequestBurst + 50 }, () => ask(name, own))
		);
		clock.mockRestore();
		const limited = answers.filter(({ status }) => status === 429);
		expect(limited).toHaveLength(50);
		expect(limited[0]?.body).toMatchObject({ code: 'rate_limited' });
		expect((await ask(name, newAddress())).status).toBe(404);
	});
});

it('hold ends and swallow cuts the connection when their time is over [named-limits]', async () => {
	const held = await open(newRoom());
	const swallowed = await open(newRoom());
	const setTimeouts = vi.spyOn(globalThis, 'setTimeout');
	await cause(held.name, 'hold');
	await cause(swallowed.name, 'swallow');
	const timers = setTimeouts.mock.calls;
	setTimeouts.mockRestore();
	const runTimer = (ms: number) => timers.find(([, delay]) => delay === ms)?.[0]();
	runTimer(maxHoldMs);
	expect((await report(held.name)).fault).toBe('none');
	runTimer(maxSwallowMs);
	expect(await swallowed.client.ended()).toMatchObject({ code: 1006 });
	held.client.close();
});

it('with REQUIRE_AUTH guests cause no faults [named-fault, settings-require-auth]', async () => {
	const membersOnly = await startServer({ REQUIRE_AUTH: '1' });
	for (const method of ['GET', 'POST']) {
		const body = method === 'POST' ? { fault: 'cut' } : undefined;
		const { status } = await request(membersOnly, method, path(randomId(24)), body);
		expect(status).toBe(401);
	}
	await membersOnly.close();
});
