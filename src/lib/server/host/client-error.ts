import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Connections } from './connections.ts';

const statusOfError: Record<string, number> = {
	HPE_HEADER_OVERFLOW: 431,
	HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
	ERR_HTTP_REQUEST_TIMEOUT: 408
};

/**
 * Answers what is not HTTP (a TLS hello, headers too large or too slow) and keeps a broken socket from
 * ending the process. Nothing is written into an answer that is under way.
 */
export function answerClientErrors(server: Server, connections: Connections): void {
	server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
		if (!socket.writable || connections.isBusy(socket)) return void socket.destroy();
		const status = statusOfError[error.code ?? ''] ?? 400;
		socket.end(
			`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n` +
				'Connection: close\r\nContent-Length: 0\r\nX-Content-Type-Options: nosniff\r\n\r\n',
			() => socket.destroy()
		);
	});
}
