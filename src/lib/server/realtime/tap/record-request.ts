import type { IncomingMessage, ServerResponse } from 'node:http';
import { ChunkedEnd } from './chunked-end.ts';
import { bodyMask, maskHead, type Mask } from './mask/masks.ts';
import type { RawHead } from './raw-head.ts';
import { listenToSocket } from './socket-listener.ts';
import type { TracedConnection } from './traced-connection.ts';

const continueLine = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n');
const ignore = (): void => undefined;

/**
 * Records a request from its head to the end of its response. The socket may carry other requests before and
 * after it, of other people too, so what is written belongs to this request only while the socket is assigned to
 * its response.
 */
export function recordRequest(
	req: IncomingMessage,
	res: ServerResponse,
	head: RawHead,
	connection: TracedConnection,
	maskOut: Mask
): void {
	const { socket } = req;
	connection.recordBytes('in', head.bytes, maskHead);
	// Node sends `100 Continue` before it emits the request.
	const { _sent100: hasContinued } = res as { _sent100?: boolean };
	if (hasContinued === true && res.socket === socket)
		connection.recordBytes('out', continueLine, maskOut);
	recordBody(req, head.rest, connection);
	connection.onStop(
		listenToSocket(socket, {
			onWrite: (bytes) => {
				if (res.socket === socket) connection.recordBytes('out', bytes, maskOut);
			},
			onRead: ignore
		})
	);
	const close = () => connection.close();
	res.once('close', close);
	connection.onStop(() => res.off('close', close));
}

/** @param rest what has arrived after the head so far */
function recordBody(req: IncomingMessage, rest: Buffer, connection: TracedConnection): void {
	const mask = bodyMask();
	if (req.headers['transfer-encoding'] !== undefined)
		return recordChunks(req, rest, connection, mask);
	if (!(Number(req.headers['content-length']) > 0)) return;
	// Node's parser hands over each part of the body as it arrived. A listener for `data` would start the stream.
	const { push } = req;
	req.push = (chunk: unknown, encoding) => {
		if (Buffer.isBuffer(chunk)) connection.recordBytes('in', chunk, mask);
		return push.call(req, chunk, encoding);
	};
	connection.onStop(() => Reflect.deleteProperty(req, 'push'));
}

/** Node's parser removes the framing of chunks, so they are read from the socket as well. */
function recordChunks(
	{ socket }: IncomingMessage,
	rest: Buffer,
	connection: TracedConnection,
	mask: Mask
): void {
	const end = new ChunkedEnd();
	const take = (piece: Buffer) => {
		if (!end.isDone) connection.recordBytes('in', piece.subarray(0, end.take(piece)), mask);
	};
	take(rest);
	if (end.isDone) return;
	connection.onStop(listenToSocket(socket, { onWrite: ignore, onRead: take }));
	// With a listener for `data`, each chunk goes through `push`, and Node calls its parser afterwards.
	socket.on('data', ignore);
	connection.onStop(() => socket.off('data', ignore));
}
