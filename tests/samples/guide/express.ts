import { createServer, type RequestListener, type Server } from 'node:http';

/** appはExpressのアプリケーション、attachは自作の登録関数 */
export function serve(app: RequestListener, attach: (server: Server) => void): Server {
	const server = createServer(app);
	attach(server); // 追加するのはこの1行
	const { PORT = '3000', HOST = '127.0.0.1' } = process.env;
	return server.listen(Number(PORT), HOST);
}
