import { createServer, type Server } from 'node:http';

/** テストの対象：番号の付いたイベントを送り、Last-Event-IDの続きから再開する */
export function createTicker(intervalMs = 100): Server {
	return createServer((request, response) => {
		let id = Number(request.headers['last-event-id'] ?? 0);
		response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
		const timer = setInterval(() => {
			id += 1;
			response.write(`id: ${id}\ndata: ${id * 10}\n\n`);
		}, intervalMs);
		response.on('close', () => clearInterval(timer));
	});
}
