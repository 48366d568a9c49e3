import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '../../contract/lib/wait.ts';

/** A TCP connection that follows no protocol and never closes its half by itself. */
export interface Peer {
	socket: Socket;
	/** The received bytes as Latin-1. */
	received: () => string;
}

/** Opens connections and resets them all at once. */
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
			// Enough for the status line and the first messages.
			if (received.length < 65_536) received += chunk.toString('latin1');
		});
		await once(socket, 'connect', { signal: AbortSignal.timeout(20_000) });
		return { socket, received: () => received };
	}

	async connectMany(count: number): Promise<Peer[]> {
		return Promise.all(Array.from({ length: count }, () => this.connect()));
	}

	resetAll(): void {
		for (const socket of this.#sockets) socket.resetAndDestroy();
		this.#sockets.clear();
	}
}

/** The status of the response to a request. */
export async function statusOf({ socket, received }: Peer): Promise<number> {
	await until(() => received().includes('\r\n\r\n') || socket.destroyed, 'an answer');
	return Number(received().split(' ')[1]);
}
