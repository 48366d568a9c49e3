import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Message } from '../../src/lib/protocol/message.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import { signIn } from '../contract/lib/http.ts';
import { readMetric } from '../contract/lib/metrics.ts';
import { until } from '../contract/lib/wait.ts';
import { remotePath } from '../lib/remote-path.ts';
import { readLive, type LiveError } from '../support/live-query.ts';
import { startSite, stopAll, type Site } from './site.ts';

/** The path of the remote function. */
let path: string;
let site: Site;
beforeAll(async () => {
	path = remotePath();
	site = await startSite({ env: { RATE_LIMIT_MESSAGES: '0', MAX_CONNECTIONS_PER_IP: '0' } });
});
afterAll(stopAll);

/** Reads a live query; keeps its values and how it ended. */
class Live {
	readonly values: (readonly Message[])[] = [];
	error: LiveError | null = null;
	status = 0;
	/** `end`: regular end; `broken`: cut off, after which SvelteKit's client reconnects. */
	over: 'end' | 'broken' | null = null;
	readonly #abort = new AbortController();

	constructor(room: string, headers: Record<string, string> = {}, url = site.url) {
		readLive({
			...{ url: url + path, room, headers, signal: this.#abort.signal },
			onResponse: ({ status }) => (this.status = status),
			onValue: (value) => this.values.push(value),
			onError: (error) => (this.error = error)
		}).then(
			() => (this.over = 'end'),
			() => (this.over = 'broken')
		);
	}

	get newest(): readonly Message[] {
		return this.values.at(-1) ?? [];
	}

	close(): void {
		this.#abort.abort();
	}
}

const newRoom = () => `live-${randomId(20)}`;
const post = (room: string, text: string, url = site.url) =>
	fetch(`${url}/api/rooms/${room}/messages`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ text })
	});
const connections = () =>
	readMetric({ origin: site.url }, 'wirelab_connections{transport="query-live"}');
const untilOpen = async (live: Live) => {
	await until(() => live.values.length > 0, 'the first value');
	return live;
};

describe('query.live', () => {
	test('returns the newest messages at once and again after every new message, over any transport [transport-query-live]', async () => {
		const room = newRoom();
		await post(room, 'before');
		const live = await untilOpen(new Live(room));
		expect(live.newest.map(({ text }) => text)).toEqual(['before']);
		await post(room, 'by http');
		await until(() => live.newest.length === 2, 'the second message');
		const ws = new WebSocket(`${site.url.replace('http', 'ws')}/ws?room=${room}`);
		const events: string[] = [];
		ws.on('message', (data: Buffer) => {
			events.push(data.toString());
			if (events.length === 1) ws.send('{"type":"message","text":"by websocket"}');
		});
		await until(() => live.newest.length === 3, 'the third message');
		expect(live.newest.map(({ seq, via }) => [seq, via])).toEqual([
			[1, 'http'],
			[2, 'http'],
			[3, 'websocket']
		]);
		// The reader counts as present in the room.
		await until(() => events.some((event) => event.includes('"count":2')), 'presence of both');
		live.close();
		await until(() => events.some((event) => event.includes('"count":1')), 'presence of one');
		ws.terminate();
	});

	test('has a value of at most ten messages in order, the newest last [transport-query-live]', async () => {
		const room = newRoom();
		const live = await untilOpen(new Live(room));
		await Promise.all(Array.from({ length: 60 }, (_, n) => post(room, `m${n}`)));
		await until(() => live.newest.at(-1)?.seq === 60, 'the last message');
		for (const value of live.values) {
			expect(value.length).toBeLessThanOrEqual(10);
			const first = value[0]?.seq ?? 0;
			expect(value.map(({ seq }) => seq)).toEqual(value.map((_, n) => first + n));
		}
		live.close();
	});

	test('has an empty value in an empty room', async () => {
		const live = await untilOpen(new Live(newRoom()));
		expect(live.newest).toEqual([]);
		live.close();
	});

	test.each([
		['a bad room', 'NO ROOM', 400, 'bad_room'],
		['a room that could be guessed', 'general', 403, 'room_closed'],
		['no room at all', undefined, 400, undefined],
		['the wrong type', 7, 400, undefined]
	])('rejects %s [transport-query-live]', async (_, room, status, code) => {
		const live = new Live(room as string);
		await until(() => live.error, 'the error');
		expect(live.error).toMatchObject({ status, error: code === undefined ? {} : { code } });
		expect(live.values).toEqual([]);
	});

	test('V5: rejects the origin of another site before reading anything [transport-query-live]', async () => {
		const live = new Live(newRoom(), { origin: 'https://elsewhere.example' });
		await until(() => live.status === 403, '403');
		expect(live.values).toEqual([]);
	});

	test('A3: ends with its session [transport-query-live]', async () => {
		const { cookie } = await signIn({ origin: site.url, port: site.port }, 'Ada');
		const live = await untilOpen(new Live(newRoom(), { cookie }));
		await fetch(`${site.url}/api/session`, { method: 'DELETE', headers: { cookie } });
		await until(() => live.over, 'the end');
		expect(live.error).toMatchObject({ status: 401, error: { code: 'unauthorised' } });
	});

	test('S1 S3: leaks nothing after a thousand connections that disconnect at any time [transport-query-live]', async () => {
		const room = newRoom();
		for (let round = 0; round < 20; round++) {
			const readers = Array.from({ length: 50 }, () => new Live(room));
			if (round % 2 === 0)
				await until(() => readers.every(({ values }) => values.length > 0), 'all');
			else await post(room, 'during the round');
			for (const reader of readers) reader.close();
		}
		await until(async () => (await connections()) === 0, 'no connection');
		const live = await untilOpen(new Live(room));
		expect(live.newest.length).toBeGreaterThan(0);
		live.close();
	});
});

describe('query.live with other settings', () => {
	afterEach(async () => {
		await until(async () => (await connections()) === 0, 'no connection');
	});

	test('V14: counts as a connection until it is closed [transport-query-live]', async () => {
		const { url, child } = await startSite({ env: { MAX_CONNECTIONS: '1' } });
		const first = await untilOpen(new Live(newRoom(), {}, url));
		const second = new Live(newRoom(), {}, url);
		await until(() => second.error, 'the error');
		expect(second.error).toMatchObject({ status: 503, error: { code: 'full' } });
		first.close();
		await until(async () => {
			const third = new Live(newRoom(), {}, url);
			await until(() => third.values.length > 0 || third.error, 'an answer');
			third.close();
			return third.error === null;
		}, 'a free connection');
		child.kill('SIGKILL');
	});

	test('rejects guests if a session is required [transport-query-live]', async () => {
		const { url, child } = await startSite({ env: { REQUIRE_AUTH: '1' } });
		const live = new Live(newRoom(), {}, url);
		await until(() => live.error, 'the error');
		expect(live.error).toMatchObject({ status: 401, error: { code: 'unauthorised' } });
		child.kill('SIGKILL');
	});

	test('P2: breaks at SIGTERM, so that SvelteKit’s client reconnects, and the process exits [transport-query-live]', async () => {
		const { url, child, ended } = await startSite();
		const readers = await Promise.all(
			Array.from({ length: 20 }, () => untilOpen(new Live(newRoom(), {}, url)))
		);
		child.kill('SIGTERM');
		for (const reader of readers) await until(() => reader.over, 'the end', 10_000);
		// A client reconnects after a quarter of a second and must not reach the draining process.
		await expect(fetch(url)).rejects.toThrow();
		expect(readers.map(({ over, error }) => [over, error])).toEqual(
			readers.map(() => ['broken', null])
		);
		expect(await ended).toEqual({ code: 0, signal: null });
	});
});
