import type { Socket } from 'node:net';
import { converse, stopKeepAlive } from './conversation.ts';
import { wires, type WireName } from './wires.ts';

/** Handshakes that run at the same time. More would only wait in the listen queue. */
const concurrentHandshakes = 50;

export interface IdleGroup {
	port: number;
	wire: WireName;
	count: number;
}

/** Connections that send nothing but keep-alives, and ignore what they receive. */
export class IdleConnections {
	readonly #sockets: Socket[] = [];
	#failure: Error | null = null;

	/** Opens `count` more connections; resolves after all handshakes. @throws Error if any connection has failed or closed */
	async open({ port, wire, count }: IdleGroup): Promise<void> {
		let started = 0;
		const worker = async () => {
			while (started < count) {
				started++;
				const conversation = {
					port,
					steps: wires[wire].connect,
					keepAlive: wires[wire].keepAlive,
					read: () => undefined,
					onLost: (error: Error) => void (this.#failure ??= error)
				};
				this.#sockets.push(await converse(conversation));
			}
		};
		await Promise.all(Array.from({ length: concurrentHandshakes }, worker));
		if (this.#failure !== null) throw this.#failure;
	}

	/** Resets the newest `last` connections; by default all. After a reset no port stays in TIME-WAIT (RFC 9293 §3.6). */
	close({ last = Infinity }: { last?: number } = {}): void {
		for (const socket of this.#sockets.splice(-last)) {
			socket.removeAllListeners('close');
			stopKeepAlive(socket);
			socket.resetAndDestroy();
		}
	}
}
