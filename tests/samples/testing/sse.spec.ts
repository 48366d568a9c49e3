import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEvents } from './read-events.ts';

// #region server
/** テストの対象：番号の付いたイベントを送り、Last-Event-IDの続きから再開する */
function createTicker(intervalMs: number): Server {
	return createServer((request, response) => {
		let id = Number(request.headers['last-event-id']) || 0;
		response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
		const timer = setInterval(() => {
			id += 1;
			response.write(`id: ${id}\ndata: ${id * 10}\n\n`);
		}, intervalMs);
		response.on('close', () => clearInterval(timer));
	});
}
// #endregion server

// #region setup
const server = createTicker(10);
let url = '';

beforeEach(async () => {
	server.listen(0, '127.0.0.1'); // 空いているポートを使う
	await once(server, 'listening');
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
	server.closeAllConnections();
	server.close();
	await once(server, 'close');
});
// #endregion setup

// #region tests
test('切断した位置の続きから、欠落も重複もなく再開する', async () => {
	const seen: string[] = [];
	for (const lastId of ['0', '3']) {
		const abort = new AbortController();
		const headers = { 'last-event-id': lastId };
		const response = await fetch(url, { headers, signal: abort.signal });
		for await (const { id } of readEvents(response)) {
			seen.push(id ?? '');
			if (seen.length % 3 === 0) break; // 時間ではなく、3件目が届くことを待つ
		}
		abort.abort();
	}
	expect(seen).toEqual(['1', '2', '3', '4', '5', '6']);
});

test('SSEの形式で返し、保存させない', async () => {
	const abort = new AbortController();
	const response = await fetch(url, { signal: abort.signal });
	expect(response.headers.get('content-type')).toBe('text/event-stream');
	expect(response.headers.get('cache-control')).toBe('no-store');
	abort.abort();
});
// #endregion tests
