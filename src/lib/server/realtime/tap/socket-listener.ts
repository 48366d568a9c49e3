import type { Duplex } from 'node:stream';

/** Called with the bytes that pass through a socket. Its methods must not throw. */
export interface SocketListener {
	/** Bytes that are handed to the kernel. */
	onWrite(bytes: Buffer): void;
	/** Bytes that the kernel has handed over, unless Node's HTTP parser reads them itself. */
	onRead(bytes: Buffer): void;
}

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
	socket._write = (chunk: unknown, encoding, callback) => {
		const bytes = bytesOf(chunk, encoding);
		for (const { onWrite } of [...listeners]) onWrite(bytes);
		_write.call(socket, chunk, encoding, callback);
	};
	if (_writev !== undefined) {
		socket._writev = (chunks, callback) => {
			const bytes = Buffer.concat(chunks.map(({ chunk, encoding }) => bytesOf(chunk, encoding)));
			for (const { onWrite } of [...listeners]) onWrite(bytes);
			_writev.call(socket, chunks, callback);
		};
	}
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

/** The bytes of a chunk: a string has the encoding with which it was written. The stream makes a Buffer of all else. */
function bytesOf(chunk: unknown, encoding: BufferEncoding): Buffer {
	return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : (chunk as Buffer);
}
