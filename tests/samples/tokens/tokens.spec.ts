import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { compile } from 'svelte/compiler';
import { afterEach, expect, test, vi } from 'vitest';
import { ask } from './ask.ts';
import { POST } from './endpoint.ts';
import { generate } from './generate.ts';
import { streamTokens } from './stream-tokens.ts';

let server: Server | null = null;

afterEach(async () => {
	if (!server) return;
	server.closeAllConnections();
	server.close();
	await once(server, 'close');
	server = null;
});

type Generate = Parameters<typeof streamTokens>[0];

async function listen(handler: RequestListener): Promise<string> {
	const started = createServer(handler);
	server = started.listen(0, '127.0.0.1');
	await once(started, 'listening');
	return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
}

function serve(generator: Generate) {
	return listen((request, response) => {
		request.resume();
		const answer = streamTokens(generator);
		response.writeHead(answer.status, Object.fromEntries(answer.headers));
		// As SvelteKit does: the stream is cancelled when the client disconnects.
		void pipeline(Readable.fromWeb(answer.body as NodeStream), response).catch(() => {});
	});
}

async function collect(tokens: AsyncIterable<string>): Promise<string[]> {
	const all: string[] = [];
	for await (const token of tokens) all.push(token);
	return all;
}

const notAborted = new AbortController().signal;

test('tokens arrive one by one and form the generated text', async () => {
	const url = await serve((signal) => generate('SSE', signal));
	const tokens = await collect(ask(url, 'SSE', notAborted));
	expect(tokens.length).toBeGreaterThan(5);
	expect(tokens.join('')).toBe('「SSE」についての回答です。文章を、数文字ずつ生成しています。');
});

test('line breaks and the text of events in a token arrive unchanged', async () => {
	const awkward = ['a\n\nevent: done\ndata: {}\n\n', '🐈', '', '\r\n'];
	const url = await serve(async function* () {
		yield* awkward;
	});
	expect(await collect(ask(url, '', notAborted))).toEqual(awkward);
});

test('a client that aborts ends the generation', async () => {
	const stopped = vi.fn();
	const url = await serve(async function* (signal) {
		signal.addEventListener('abort', stopped);
		for (let n = 0; ; n++) {
			await new Promise((resolve) => setImmediate(resolve));
			if (signal.aborted) return;
			yield String(n);
		}
	});
	const abort = new AbortController();
	await expect(
		(async () => {
			for await (const token of ask(url, '', abort.signal)) if (token === '3') abort.abort();
		})()
	).rejects.toThrow();
	await vi.waitFor(() => expect(stopped).toHaveBeenCalledTimes(1), 5000);
});

test('a failing model is reported without its error', async () => {
	const url = await serve(async function* () {
		yield 'a';
		await Promise.reject(new Error('secret of the model'));
	});
	const seen: string[] = [];
	await expect(
		(async () => {
			for await (const token of ask(url, '', notAborted)) seen.push(token);
		})()
	).rejects.toThrow('生成に失敗しました');
	expect(seen).toEqual(['a']);
});

test('a broken connection is not mistaken for the end of the answer', async () => {
	const url = await serve(async function* () {
		yield 'a';
		await new Promise((resolve) => setImmediate(resolve));
		server?.closeAllConnections();
		yield 'b';
	});
	await expect(collect(ask(url, '', notAborted))).rejects.toThrow();
});

test('an answer without its final event is incomplete', async () => {
	const url = await listen((request, response) => {
		request.resume();
		response.end('event: token\ndata: "a"\n\n');
	});
	await expect(collect(ask(url, '', notAborted))).rejects.toThrow('応答が途中で切れました');
});

test('no proxy may buffer, store or compress the answer', async () => {
	const { headers, body } = streamTokens(async function* () {
		yield 'a';
	});
	await body?.cancel();
	expect(headers.get('content-type')).toBe('text/event-stream');
	expect(headers.get('x-accel-buffering')).toBe('no');
	expect(headers.get('cache-control')).toBe('no-store, no-transform');
});

const post = (body: string) =>
	POST({ request: new Request('http://localhost/', { method: 'POST', body }) });

test('a valid prompt is answered with a stream', async () => {
	const response = await post('{"prompt":"a"}');
	expect(response.status).toBe(200);
	await response.body?.cancel();
});

test.each([
	'',
	'{',
	'null',
	'1',
	'{}',
	'{"prompt":""}',
	'{"prompt":1}',
	JSON.stringify({ prompt: 'a'.repeat(2001) })
])('the body "%.40s" is rejected', async (body) => {
	expect((await post(body)).status).toBe(400);
});

test('the component compiles without a warning', () => {
	const source = readFileSync(new URL('Ask.svelte', import.meta.url), 'utf8');
	expect(compile(source, { filename: 'Ask.svelte', runes: true }).warnings).toEqual([]);
});
