import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { listen } from '../support/listen.ts';
import { launch, tool } from './launch.ts';

const worker = readFileSync(new URL('service-worker.mjs', import.meta.url), 'utf8');
const claimClients = "addEventListener('activate', (event) => event.waitUntil(clients.claim()));";

const scripts: Record<string, string> = {
	'/careful.js': worker,
	'/naive.js': worker.replace(/if \(request\.headers.*|if \(new URL.*/g, ''),
	'/watching.js': `const paths = [];
		addEventListener('fetch', ({ request }) => paths.push(new URL(request.url).pathname));
		addEventListener('message', ({ source }) => source.postMessage(paths));
		${claimClients}`
};

describe.skipIf(tool === null)('a page in the background', () => {
	let browser: Browser;
	let page: Page;
	let origin = '';
	/** How many times a test's stream was opened and closed. */
	const streams = new Map<string, { opened: number; closed: number }>();
	/** The query of the current test's streams: differs per test, because an earlier page may still send requests. */
	let visit = 0;

	const server = createServer((request, response) => {
		const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
		const script = scripts[pathname];
		if (script !== undefined) {
			response.setHeader('content-type', 'text/javascript');
			return response.end(script);
		}
		if (pathname === '/api/once' || pathname === '/stream') {
			const stream = streams.get(search) ?? { opened: 0, closed: 0 };
			streams.set(search, stream);
			stream.opened += 1;
			response.on('close', () => (stream.closed += 1));
			response.setHeader('content-type', 'text/event-stream');
			response.setHeader('cache-control', 'no-store');
			response.write(`retry: 10\nid: ${stream.opened}\ndata: ${stream.opened}\n\n`);
			// `/api/once` ends at once, as when the server restarts; `/stream` stays open.
			return pathname === '/api/once' && response.end();
		}
		response.setHeader('content-type', 'text/html');
		return response.end('<!doctype html><link rel="icon" href="data:," /><title>page</title>');
	});

	const sockets = new WebSocketServer({ server });

	beforeAll(async () => {
		origin = `http://127.0.0.1:${await listen(server)}`;
		browser = await launch();
	}, 120_000);

	beforeEach(async () => {
		visit += 1;
		const context = await browser.newContext();
		page = await context.newPage();
		return () => context.close();
	});

	afterAll(async () => {
		await browser.close();
		server.closeAllConnections();
		server.close();
	});

	test('W18: after a return from the back/forward cache, its WebSocket is OPEN at pageshow and then fails', async () => {
		await page.goto(`${origin}/?first`);
		await page.evaluate(
			(url) =>
				new Promise<void>((resolve) => {
					const socket = new WebSocket(url);
					const received: string[] = [];
					Object.assign(window, { received, socket });
					addEventListener('pageshow', () => received.push(`pageshow: ${socket.readyState}`));
					socket.onerror = () => received.push('error');
					socket.onclose = ({ code }) => received.push(`close: ${code}`);
					socket.onopen = () => resolve();
				}),
			origin.replace('http', 'ws')
		);
		const [reader] = sockets.clients;
		if (!reader) throw new Error('the page has no connection');
		await page.goto(`${origin}/?second`);
		// The browser still answers pings, although the page is frozen.
		reader.ping();
		await once(reader, 'pong');
		const closed = once(reader, 'close');
		await page.goBack({ waitUntil: 'commit' });
		const received = () =>
			page.evaluate(() => (window as Window & { received?: string[] }).received);
		await expect.poll(received).toEqual(['pageshow: 1', 'error', 'close: 1006']);
		expect(await closed).toEqual([1001, expect.anything()]);
	});

	/**
	 * Registers a service worker in a page, and opens an EventSource there. Returns a function that reads the events
	 * that have arrived so far.
	 */
	async function listenTo(path: string, script: string) {
		await page.goto(origin);
		await page.evaluate(async (script) => {
			await navigator.serviceWorker.register(script);
			await navigator.serviceWorker.ready;
			if (navigator.serviceWorker.controller) return;
			await new Promise((resolve) =>
				navigator.serviceWorker.addEventListener('controllerchange', resolve)
			);
		}, script);
		await page.evaluate((path) => {
			const received: string[] = [];
			Object.assign(window, { received });
			new EventSource(path).onmessage = ({ data }) => received.push(String(data));
		}, `${path}?${visit}`);
		return () => page.evaluate(() => (window as Window & { received?: string[] }).received ?? []);
	}

	test('requests event streams through its service worker, but never WebSockets', async () => {
		const received = await listenTo('/stream', '/watching.js');
		await expect.poll(received).toEqual(['1']);
		const paths = await page.evaluate(
			async (url) => {
				await new Promise((resolve) => (new WebSocket(url).onopen = resolve));
				const answer = new Promise<string[]>((resolve) => {
					navigator.serviceWorker.onmessage = ({ data }) => resolve(data as string[]);
				});
				navigator.serviceWorker.controller?.postMessage('list the requested paths');
				return answer;
			},
			origin.replace('http', 'ws')
		);
		expect(paths).toEqual(['/stream']);
	});

	test('gets the same events forever when a service worker has cached the stream', async () => {
		const received = await listenTo('/api/once', '/naive.js');
		await expect.poll(async () => (await received()).length).toBeGreaterThan(3);
		expect(new Set(await received())).toEqual(new Set(['1']));
		expect(streams.get(`?${visit}`)?.opened).toBe(1);
	});

	test('S21: gets new events when the service worker ignores streams', async () => {
		const received = await listenTo('/api/once', '/careful.js');
		await expect.poll(async () => (await received()).slice(0, 3)).toEqual(['1', '2', '3']);
	});

	test('S21: a stream that the service worker ignores is closed when the page closes', async () => {
		const received = await listenTo('/stream', '/careful.js');
		await expect.poll(received).toEqual(['1']);
		await page.close();
		await expect.poll(() => streams.get(`?${visit}`)).toEqual({ opened: 1, closed: 1 });
	});
});
