import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '../../contract/lib/wait.ts';

/** A TCP connection that keeps to no protocol, and never closes its half by itself. */
export interface Peer {
	socket: Socket;
	/** All that has come, as Latin-1. */
	received: () => string;
}

/** Opens connections, and leaves them all at once, without a goodbye. */
export class Attacker {
	readonly #port: number;
	readonly #sockets = new Set<Socket>();

	constructor(port: number) {
		this.#port = port;
	}

	async connect(): Promise<Peer> {
		const socket = connect({ port: this.#port, host: '127.0.0.1', allowHalfOpen: true });
		this.#sockets.add(socket);
		socket.on('error', () => undefined);
		let received = '';
		socket.on('data', (chunk: Buffer) => {
			// enough to see how it was answered
			if (received.length < 65_536) received += chunk.toString('latin1');
		});
		await once(socket, 'connect', { signal: AbortSignal.timeout(20_000) });
		return { socket, received: () => received };
	}

	async connectMany(count: number): Promise<Peer[]> {
		return Promise.all(Array.from({ length: count }, () => this.connect()));
	}

	leave(): void {
		for (const socket of this.#sockets) socket.resetAndDestroy();
		this.#sockets.clear();
	}
}

/** The status with which a request has been answered. */
export async function statusOf({ socket, received }: Peer): Promise<number> {
	await until(() => received().includes('\r\n\r\n') || socket.destroyed, 'an answer');
	return Number(received().split(' ')[1]);
}
