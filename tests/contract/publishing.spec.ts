import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { fileServer } from './lib/file-server.ts';
import { request } from './lib/http.ts';
import { RawClient } from './lib/raw.ts';
import { startServer } from './lib/server.ts';
import { until } from './lib/wait.ts';

const server = fileServer();

const room = `publishing-${randomId(8)}`;
const path = `/api/rooms/${room}/messages`;

/** The bytes of a request with a body. */
function post(body: string, headers = ''): string {
	const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
	return `${head}Content-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
}

/** The responses that have arrived completely on a connection. */
function answersOf(
	text: string
): { status: number; head: string; body: Record<string, unknown> }[] {
	const answers = [];
	for (let rest = text; rest.includes('\r\n\r\n');) {
		const end = rest.indexOf('\r\n\r\n') + 4;
		const head = rest.slice(0, end);
		const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? NaN);
		expect(length, head).toBeGreaterThan(0);
		if (rest.length < end + length) break;
		const body = JSON.parse(rest.slice(end, end + length)) as Record<string, unknown>;
		answers.push({ status: Number(head.split(' ')[1]), head, body });
		rest = rest.slice(end + length);
	}
	return answers;
}

async function published(): Promise<string[]> {
	const { body } = await request(server, 'GET', `/api/rooms/${room}/poll?after=none.0`);
	return (body?.['messages'] as { text: string }[]).map(({ text }) => text);
}

describe('publishing over HTTP', () => {
	it('is answered with a Content-Length, not in chunks [publish-http]', async () => {
		const client = await RawClient.connect(server);
		client.socket.write(post('{"text":"whole"}'));
		await until(() => client.text.endsWith('}'), 'the answer');
		const [answer] = answersOf(client.text);
		expect(answer?.status).toBe(201);
		expect(Object.keys(answer?.body ?? {})).toEqual(['id', 'seq']);
		expect(answer?.head).not.toMatch(/transfer-encoding/i);
		client.socket.destroy();
	});

	it('answers and publishes pipelined requests in their order [publish-http]', async () => {
		const client = await RawClient.connect(server);
		const texts = Array.from({ length: 20 }, (_, n) => `ahead ${n}`);
		client.socket.write(texts.map((text) => post(JSON.stringify({ text }))).join(''));
		await until(() => answersOf(client.text).length === texts.length, 'all answers');
		const seqs = answersOf(client.text).map(({ body }) => Number(body['seq']));
		expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
		expect((await published()).slice(-texts.length)).toEqual(texts);
		client.socket.destroy();
	});

	it.each([
		['that is too long', post(`{"text":"x","filler":"${'x'.repeat(70_000)}"}`), 413],
		['that is not JSON', post(`{"text":${'x'.repeat(60_000)}`), 400],
		['for an invalid room', post('{"text":"x"}').replace(room, 'A'), 400],
		[
			'with a method that the address does not allow',
			post('{"text":"x"}').replace('POST', 'PUT'),
			405
		],
		['from a page of another site', post('{"text":"x"}', 'Origin: https://evil.example\r\n'), 403],
		['of another media type', post('{"text":"x"}').replace('application/json', 'text/plain'), 415]
	])(
		'keeps the connection after rejecting a request %s [error-unread]',
		async (_, rejected, status) => {
			const client = await RawClient.connect(server);
			client.socket.write(rejected);
			await until(() => client.text.endsWith('}'), 'the rejection');
			client.socket.write(post('{"text":"after it"}'));
			await until(() => answersOf(client.text).length === 2, 'the next answer');
			expect(answersOf(client.text).map((answer) => answer.status)).toEqual([status, 201]);
			client.socket.destroy();
		}
	);

	it('does not publish a message whose body was aborted [publish-http]', async () => {
		const client = await RawClient.connect(server);
		client.socket.write(post('{"text":"aborted"}').slice(0, -1));
		client.socket.destroy();
		const next = await request(server, 'POST', path, { text: 'after the aborted one' });
		expect(next.status).toBe(201);
		expect(await published()).not.toContain('aborted');
	});

	it('answers the origin of another site with forbidden_origin, whatever the method', async () => {
		const headers = { origin: 'https://evil.example' };
		for (const method of ['GET', 'POST', 'PUT']) {
			const { status, body } = await request(server, method, path, undefined, headers);
			expect([method, status, body?.['code']]).toEqual([method, 403, 'forbidden_origin']);
		}
	});

	it.each([
		['encoded letters', `/api/rooms/${room.replace('p', '%70')}/mess%61ges`],
		['a dot segment', `/api/rooms/./${room}/messages`],
		['a segment that .. removes', `/api/rooms/x/../${room}/%2e/messages`]
	])('accepts an address with %s [publish-http]', async (_, spelling) => {
		const client = await RawClient.connect(server);
		client.socket.write(post('{"text":"the same place"}').replace(path, spelling));
		await until(() => client.text.endsWith('}'), 'the answer');
		expect(answersOf(client.text)[0]?.status).toBe(201);
		client.socket.destroy();
	});

	it('answers a body of more than BODY_SIZE_LIMIT bytes with 413', async () => {
		const small = await startServer({ BODY_SIZE_LIMIT: '20' });
		expect((await request(small, 'POST', path, { text: 'x' })).status).toBe(201);
		const { status, body } = await request(small, 'POST', path, { text: 'x'.repeat(20) });
		expect([status, body?.['code']]).toEqual([413, 'too_large']);
		await small.close();
	});
});
