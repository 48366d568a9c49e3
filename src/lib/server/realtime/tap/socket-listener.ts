import type { Duplex } from 'node:stream';

/** Called with the bytes that pass through a socket. Its methods must not throw. */
export interface SocketListener {
	/** Bytes that are handed to the kernel. */
	onWrite(bytes: Buffer): void;
	/** Bytes that the kernel has handed over, unless Node's HTTP parser reads them itself. */
	onRead(bytes: Buffer): void;
}

type Write = Duplex['_write'];
type WriteMany = NonNullable<Duplex['_writev']>;

/** The listeners of each socket whose methods are replaced. */
const listenersOf = new WeakMap<Duplex, Set<SocketListener>>();

/**
 * Listens to a socket until the returned function is called. Node has no event for what is written, so `_write`,
 * `_writev` and `push` of this socket are replaced. The stream calls the first two when the kernel takes more, so
 * corked or buffered bytes are not reported yet. Afterwards the socket is as before; other sockets never change.
 */
export function listenToSocket(socket: Duplex, listener: SocketListener): () => void {
	const listeners = listenersOf.get(socket) ?? replaceMethods(socket);
	listeners.add(listener);
	return () => {
		if (!listeners.delete(listener) || listeners.size > 0) return;
		restoreMethods(socket);
	};
}

function replaceMethods(socket: Duplex): Set<SocketListener> {
	const listeners = new Set<SocketListener>();
	listenersOf.set(socket, listeners);
	const { _write, _writev, push } = socket;
	const write: Write = (chunk: unknown, encoding, callback) => {
		const bytes = bytesOf(chunk, encoding);
		for (const { onWrite } of [...listeners]) onWrite(bytes);
		_write.call(socket, chunk, encoding, callback);
	};
	const writeMany: WriteMany = (chunks, callback) => {
		const all = chunks.map(({ chunk, encoding }) => bytesOf(chunk, encoding));
		const bytes = Buffer.concat(all);
		for (const { onWrite } of [...listeners]) onWrite(bytes);
		_writev?.call(socket, chunks, callback);
	};
	socket._write = write;
	if (_writev !== undefined) socket._writev = writeMany;
	socket.push = (chunk: unknown, encoding) => {
		if (Buffer.isBuffer(chunk)) for (const { onRead } of [...listeners]) onRead(chunk);
		return push.call(socket, chunk, encoding);
	};
	return listeners;
}

function restoreMethods(socket: Duplex): void {
	listenersOf.delete(socket);
	for (const method of ['_write', '_writev', 'push']) Reflect.deleteProperty(socket, method);
}

/** The bytes of a chunk: a string has the encoding with which it was written. */
function bytesOf(chunk: unknown, encoding: string): Buffer {
	if (typeof chunk === 'string') {
		return Buffer.from(chunk, Buffer.isEncoding(encoding) ? encoding : 'utf8');
	}
	if (Buffer.isBuffer(chunk)) return chunk;
	const { buffer, byteOffset, byteLength } = chunk as Uint8Array;
	return Buffer.from(buffer, byteOffset, byteLength);
}
