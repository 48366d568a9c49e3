import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { problem, type Problem } from '../../protocol/errors.ts';
import type { ServerSockets } from './server-sockets.ts';

interface Answer {
	status: number;
	problem: Problem;
}

const notHttp: Answer = { status: 400, problem: problem('bad_request') };
const answerOfError: Record<string, Answer> = {
	HPE_HEADER_OVERFLOW: {
		status: 431,
		problem: problem('too_large', { message: 'The head of the request is too large.' })
	},
	HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, problem: problem('too_large') },
	ERR_HTTP_REQUEST_TIMEOUT: {
		status: 408,
		problem: problem('bad_request', { message: 'The request took too long to arrive.' })
	}
};

/**
 * Rejects what is not HTTP (a TLS hello, a malformed chunk), too large or too slow, and keeps a broken socket
 * from ending the process. Nothing is written into a response that has begun.
 */
export function answerClientErrors(server: Server, sockets: ServerSockets): void {
	server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
		if (!socket.writable || sockets.isBusy(socket)) return void socket.destroy();
		const { status, problem } = answerOfError[error.code ?? ''] ?? notHttp;
		const body = JSON.stringify(problem);
		socket.end(
			`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n` +
				'Connection: close\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n' +
				`Content-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\n\r\n${body}`,
			() => socket.destroy()
		);
	});
}
