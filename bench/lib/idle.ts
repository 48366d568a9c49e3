import type { Socket } from 'node:net';
import { converse, forget } from './conversation.ts';
import { wires, type WireName } from './wires.ts';

/** As many handshakes are under way at once: more would only wait in the listen queue. */
const atOnce = 50;

export interface Visit {
	port: number;
	wire: WireName;
	count: number;
}

/** Clients that come, and go together: nothing is published meanwhile. */
export class Visits {
	readonly #sockets: Socket[] = [];
	#failure: Error | null = null;

	/** Opens so many connections more; resolves when all are in. @throws Error if one is lost */
	async open({ port, wire, count }: Visit): Promise<void> {
		let begun = 0;
		const worker = async () => {
			while (begun < count) {
				begun++;
				const conversation = {
					port,
					steps: wires[wire].enter,
					keepAlive: wires[wire].keepAlive,
					read: () => undefined,
					onLost: (error: Error) => void (this.#failure ??= error)
				};
				this.#sockets.push(await converse(conversation));
			}
		};
		await Promise.all(Array.from({ length: atOnce }, worker));
		if (this.#failure !== null) throw this.#failure;
	}

	/** Cuts the last connections, or all, so that no port waits for what might still come (RFC 9293 §3.6.1). */
	leave({ last = Infinity }: { last?: number } = {}): void {
		for (const socket of this.#sockets.splice(-last)) {
			socket.removeAllListeners('close');
			forget(socket);
			socket.resetAndDestroy();
		}
	}
}
