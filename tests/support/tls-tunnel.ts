import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { listen } from './listen.ts';

/** A tunnel to a server with TLS, for clients that would not trust its certificate. */
export interface TlsTunnel {
	/** `http://127.0.0.1:port`, which leads to the server. */
	origin: string;
	port: number;
	close(): Promise<void>;
}

/**
 * Forwards each plain connection over TLS to `localhost`.
 * @param localAddress the address from which the server sees the connections
 */
export async function openTlsTunnel(
	{ port: target, ca }: { port: number; ca: Buffer },
	localAddress = '127.0.0.1'
): Promise<TlsTunnel> {
	const server = createServer((plain) => {
		// When one half ends, the other must end too: a test waits until its connection breaks.
		const socket = connect({ port: target, host: '127.0.0.1', localAddress });
		const secure = connectTls({ socket, ca, servername: 'localhost' });
		for (const [from, to] of [
			[plain, secure],
			[secure, plain]
		] as const) {
			from.pipe(to);
			from.on('error', () => undefined).on('close', () => to.destroy());
		}
	});
	const port = await listen(server);
	return {
		port,
		origin: `http://127.0.0.1:${port}`,
		async close() {
			server.close();
			await once(server, 'close');
		}
	};
}
