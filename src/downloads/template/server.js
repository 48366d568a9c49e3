// 本番のサーバー。ページと WebSocket を、同じポートで受け付ける
import { createServer } from 'node:http';
import { handler } from './build/handler.js';

const { attach, end } = globalThis[Symbol.for('wirelab.example')];
const server = createServer((request, response) => {
	handler(request, response, () => response.writeHead(404).end());
});
attach(server, 'reject');

const port = Number(process.env.PORT ?? 3000);
server.listen(port, process.env.HOST ?? '127.0.0.1', () => {
	console.log(`Listening on http://localhost:${port}`);
});

// 接続が残っている間は、サーバーが終了しない
process.once('SIGTERM', async () => {
	await end();
	server.close();
});
