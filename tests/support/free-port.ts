import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * The kernels of Linux, macOS and Windows give ports above this range to outgoing connections, one of which could
 * otherwise take the port before the server listens on it, or while the server restarts.
 */
const [lowest, highest] = [10_000, 32_000];

/** A random port on which nothing listens. Tests in other processes are unlikely to get the same one. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = lowest + Math.floor(Math.random() * (highest - lowest));
		const server = createServer().listen(port, '127.0.0.1');
		const isFree = await once(server, 'listening').then(
			() => true,
			() => false
		);
		if (!isFree) continue;
		server.close();
		await once(server, 'close');
		return port;
	}
}
