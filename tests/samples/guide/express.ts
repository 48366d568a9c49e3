import { createServer, type RequestListener, type Server } from 'node:http';

/** appはExpressのアプリケーション、attachは自分の取り付け関数です。 */
export function serve(app: RequestListener, attach: (server: Server) => void): Server {
	const server = createServer(app);
	attach(server); // この1行
	const { PORT = '3000', HOST = '127.0.0.1' } = process.env;
	return server.listen(Number(PORT), HOST);
}
