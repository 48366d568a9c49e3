import { createServer } from 'node:http';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RoomClientEvent } from '../../src/lib/client/room-client.ts';
import type { createSseClient } from '../../src/lib/client/sse.ts';
import { privateRoom } from '../../src/lib/protocol/room.ts';
import { parseConfig } from '../../src/lib/server/config.ts';
import { createRealtime } from '../../src/lib/server/realtime/index.ts';
import { WebSocketTestClient } from '../contract/lib/client.ts';
import { bundleScript } from '../lib/bundle-script.ts';
import { listen } from '../support/listen.ts';
import { launch, tool } from './launch.ts';

/** Globals of a page in these tests. */
interface Listening {
	sse: { createSseClient: typeof createSseClient };
	/** Texts of messages, `gap` or `hole` for missing ones, and `shown` when the page was restored. */
	received: string[];
}

describe.skipIf(tool === null)('a page with an event stream in the back/forward cache', () => {
	let browser: Browser;
	let page: Page;
	let script = '';
	let writer: WebSocketTestClient;
	let room = '';
	/** The requests for the room's stream, in order. */
	const streams: { after: string | null; isOpen: boolean }[] = [];

	const realtime = createRealtime(parseConfig({ LOG_LEVEL: 'silent' }));
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://localhost');
		if (url.pathname.endsWith('/events')) {
			const stream = { after: url.searchParams.get('after'), isOpen: true };
			streams.push(stream);
			response.on('close', () => (stream.isOpen = false));
		}
		if (realtime.handle(request, response)) return;
		const isScript = url.pathname === '/client.js';
		response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
		response.end(
			isScript
				? script
				: `<!doctype html><link rel="icon" href="data:,">
			<title>page</title><script src="/client.js"></script>`
		);
	});
	realtime.attach(server, { unknownPaths: 'reject' });
	const address = { origin: '', port: 0 };

	beforeAll(async () => {
		script = await bundleScript('src/lib/client/sse.ts', 'sse');
		address.port = await listen(server);
		address.origin = `http://127.0.0.1:${address.port}`;
		browser = await launch();
	}, 120_000);

	beforeEach(async () => {
		room = privateRoom('saved');
		streams.length = 0;
		writer = WebSocketTestClient.connect(address, { room });
		await writer.ready();
		const context = await browser.newContext();
		page = await context.newPage();
		await page.goto(`${address.origin}/?first`);
		return async () => {
			writer.close();
			await context.close();
		};
	});

	afterAll(async () => {
		await browser.close();
		await realtime.close();
		server.closeAllConnections();
		server.close();
	});

	const received = () => page.evaluate(() => (window as Window & Partial<Listening>).received);

	/** Leaves the page, calls `away` while it is in the cache, and restores it with the back button. */
	async function leaveWhile(away: () => Promise<void>) {
		await page.goto(`${address.origin}/?second`);
		await away();
		await page.goBack({ waitUntil: 'commit' });
	}

	test('keeps its EventSource in Chromium, counts as a reader, and gets all events when it is restored', async () => {
		await page.evaluate((room) => {
			const own = window as unknown as Listening;
			own.received = [];
			addEventListener('pageshow', () => own.received.push('shown'));
			new EventSource(`/api/rooms/${room}/events`).addEventListener('message', ({ data }) =>
				own.received.push((JSON.parse(data as string) as { text: string }).text)
			);
		}, room);
		await expect.poll(() => streams).toHaveLength(1);
		await writer.publish('1');
		await expect.poll(received).toEqual(['1']);
		await leaveWhile(async () => {
			await writer.publish('2');
			await writer.publish('3');
			expect(streams).toEqual([{ after: null, isOpen: true }]);
			await expect.poll(() => writer.of('presence').at(-1)?.users).toHaveLength(2);
		});
		await expect.poll(received).toEqual(['1', 'shown', '2', '3']);
		expect(streams).toEqual([{ after: null, isOpen: true }]);
	});

	test('W18: with our client, closes its stream when it is left, and loses no message when it is restored', async () => {
		await page.evaluate((room) => {
			const own = window as unknown as Listening;
			own.received = [];
			addEventListener('pageshow', () => own.received.push('shown'));
			const onEvent = (event: RoomClientEvent) => {
				if (event.type === 'message') own.received.push(event.text);
				if (event.type === 'gap' || event.type === 'hole') own.received.push(event.type);
			};
			own.sse.createSseClient({ room, onEvent }).start();
		}, room);
		await expect.poll(() => streams).toHaveLength(1);
		const first = await writer.publish('1');
		await expect.poll(received).toEqual(['1']);
		await leaveWhile(async () => {
			await expect.poll(() => streams).toEqual([{ after: null, isOpen: false }]);
			await writer.publish('2');
			await writer.publish('3');
		});
		await expect.poll(received).toEqual(['1', 'shown', '2', '3']);
		const after = first.type === 'ack' && first.id;
		expect(streams[1]).toEqual({ after, isOpen: true });
	});
});
