import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomId } from '$lib/protocol/room.ts';
import { parseConfig } from '$lib/server/config.ts';
import { createRealtime, setRealtime } from '$lib/server/realtime/index.ts';
import { GET, HEAD } from './+server.ts';

type Event = Parameters<typeof GET>[0];

const realtime = createRealtime(
	parseConfig({ LOG_LEVEL: 'silent', RATE_LIMIT_MESSAGES: '0', OPEN_ROOMS: '1' })
);
const server = createServer((req, res) => void realtime.handle(req, res));
let origin = '';

beforeAll(async () => {
	setRealtime(realtime);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(async () => {
	setRealtime(undefined);
	await realtime.close();
	server.close();
});

const publish = (room: string, text: string) =>
	fetch(`${origin}/api/rooms/${room}/messages`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ text })
	});

async function open(room: string) {
	const abort = new AbortController();
	const request = new Request(`http://localhost/api/demos/newest/${room}`, {
		signal: abort.signal
	});
	const event = { request, params: { room }, getClientAddress: () => '192.0.2.1' };
	const response = await GET(event as unknown as Event);
	const reader = response.body?.getReader();
	const next = async () => {
		const text = new TextDecoder().decode((await reader?.read())?.value);
		const values = JSON.parse(text.replace(/^data: /, '')) as { text: string }[];
		return values.map((message) => message.text);
	};
	return { response, next, close: () => abort.abort() };
}

it('sends the newest ten messages at once, then each change [demo-newest]', async () => {
	const room = `newest-${randomId(8)}`;
	for (let n = 1; n <= 12; n++) await publish(room, `m${String(n)}`);
	const { response, next, close } = await open(room);
	expect(response.headers.get('content-type')).toBe('text/event-stream');
	expect(await next()).toEqual(Array.from({ length: 10 }, (_, i) => `m${String(i + 3)}`));
	await publish(room, 'm13');
	expect((await next()).at(-1)).toBe('m13');
	close();
});

it('S4: queues nothing for a stalled reader, who then gets the newest value [demo-newest]', async () => {
	const room = `newest-${randomId(8)}`;
	const { next, close } = await open(room);
	expect(await next()).toEqual([]);
	for (let n = 1; n <= 40; n++) await publish(room, `m${String(n)}`);
	const values = [await next()];
	// The first value may have been sent before the last messages had arrived.
	while (values.at(-1)?.at(-1) !== 'm40') values.push(await next());
	expect(values.length).toBeLessThanOrEqual(3);
	close();
});

it('rejects a malformed room with its status and code [demo-newest, room-name]', async () => {
	await expect(open('NO ROOM')).rejects.toMatchObject({
		status: 400,
		body: { code: 'bad_room' }
	});
});

it('answers HEAD without a stream [demo-newest]', async () => {
	const response = await HEAD({} as Event);
	expect([response.status, response.body]).toEqual([200, null]);
});
