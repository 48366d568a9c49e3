import { createConnection, type Socket } from 'node:net';
import type { Step } from './wires.ts';

/** One buffer for all sockets: what was read is looked at before the next read. */
const buffer = Buffer.allocUnsafe(1 << 16);

/** Servers take a client for dead that says nothing for 45 seconds (Engine.IO) or 60 (ours). */
const keepAliveMs = 10_000;
const kept = new Map<Socket, Buffer>();
setInterval(() => {
	for (const [socket, bytes] of kept) socket.write(bytes);
}, keepAliveMs).unref();

export interface Conversation {
	port: number;
	/** What has to be said and heard first. */
	steps: readonly Step[];
	/** What is said now and then, once they are done. */
	keepAlive?: Buffer | null;
	/** Gets what comes after that. What it throws ends the conversation. */
	read(piece: string): void;
	/** The connection has ended, or could not be opened. */
	onLost(error: Error): void;
}

/** Opens a bare TCP connection; resolves when all steps are done. */
export function converse({
	port,
	steps,
	keepAlive = null,
	read,
	onLost
}: Conversation): Promise<Socket> {
	return new Promise((resolve, reject) => {
		let step = 0;
		let heard = '';
		const say = () => socket.write(steps[step]?.say ?? '');
		const fail = (error: Error) => {
			kept.delete(socket);
			onLost(error);
			reject(error);
		};
		const hear = (piece: string) => {
			if (step === steps.length) return read(piece);
			heard += piece;
			if (!heard.includes(steps[step]?.until ?? '')) return;
			step++;
			if (step < steps.length) {
				heard = '';
				return say();
			}
			if (keepAlive !== null) kept.set(socket, keepAlive);
			resolve(socket);
			// What was sent along with the last answer is for the reader.
			const rest = heard;
			heard = '';
			read(rest);
		};
		const socket = createConnection({
			port,
			host: '127.0.0.1',
			onread: {
				buffer,
				callback: (length) => {
					try {
						hear(buffer.toString('latin1', 0, length));
					} catch (error) {
						fail(error as Error);
					}
					return true;
				}
			}
		});
		socket.setNoDelay(true);
		socket.on('connect', say);
		socket.on('error', fail);
		socket.on('close', () => fail(new Error(`the server has closed a connection: ${heard}`)));
	});
}

/** To be called where a connection is cut from this side, without its listeners. */
export function forget(socket: Socket): void {
	kept.delete(socket);
}
