import { createConnection, type Socket } from 'node:net';
import type { Step } from './wires.ts';

/** Shared by all sockets: each read is processed before the next one. */
const buffer = Buffer.allocUnsafe(1 << 16);

/** Servers drop clients that are silent for 45 seconds (Engine.IO) or 60 (ours). */
const keepAliveMs = 10_000;
const keepAlives = new Map<Socket, Buffer>();
setInterval(() => {
	for (const [socket, bytes] of keepAlives) socket.write(bytes);
}, keepAliveMs).unref();

export interface Conversation {
	port: number;
	/** The handshake. */
	steps: readonly Step[];
	/** Sent every 10 seconds after the handshake; null: nothing is sent. */
	keepAlive: Buffer | null;
	/** Receives the data after the handshake. An error that it throws is passed to `onLost`. */
	read(chunk: string): void;
	/** Called when the connection fails or closes. */
	onLost(error: Error): void;
}

/** Opens a raw TCP connection; resolves after the handshake. */
export function converse({ port, steps, keepAlive, read, onLost }: Conversation): Promise<Socket> {
	return new Promise((resolve, reject) => {
		let step = 0;
		let received = '';
		const sendStep = () => socket.write(steps[step]?.send ?? '');
		const fail = (error: Error) => {
			keepAlives.delete(socket);
			onLost(error);
			reject(error);
		};
		const receive = (chunk: string) => {
			if (step === steps.length) return read(chunk);
			received += chunk;
			if (!received.includes(steps[step]?.until ?? '')) return;
			step++;
			if (step < steps.length) {
				received = '';
				return sendStep();
			}
			if (keepAlive !== null) keepAlives.set(socket, keepAlive);
			resolve(socket);
			// The chunk that completed the handshake may contain messages.
			const rest = received;
			received = '';
			read(rest);
		};
		const socket = createConnection({
			port,
			host: '127.0.0.1',
			onread: {
				buffer,
				callback: (length) => {
					try {
						receive(buffer.toString('latin1', 0, length));
					} catch (error) {
						fail(error as Error);
					}
					return true;
				}
			}
		});
		socket.setNoDelay(true);
		socket.on('connect', sendStep);
		socket.on('error', fail);
		socket.on('close', () => fail(new Error(`the server closed a connection: ${received}`)));
	});
}

/** Stops sending keep-alives. Call it when you destroy a socket whose `close` listeners were removed. */
export function stopKeepAlive(socket: Socket): void {
	keepAlives.delete(socket);
}
