import type { Namespace, Server } from 'socket.io';
import { Adapter, type BroadcastOptions } from 'socket.io-adapter';
import { batchOf, outletOf, type Outlet } from './socket-io-outlet.ts';

/** What Socket.IO's own encoder takes. */
export type Packet = Parameters<Server['encoder']['encode']>[0];

/** An adapter, as far as a fan-out looks at it. */
type Members = Pick<Adapter, 'rooms' | 'on'> & { readonly nsp: Namespace };

/** Packets for one room that wait for more of them. */
interface Held {
	room: string;
	texts: string[];
}

/**
 * Broadcasts within this process that cost little: a packet is encoded and framed once for all readers of
 * a room and leaves as the same bytes for each. Socket.IO's own way makes a header and two writes for each
 * reader, and knows of no more than one packet at a time.
 */
export class LocalFanOut {
	#members: Members | null = null;
	/** The ways to the sockets of a room, until one comes or goes. */
	readonly #outlets = new Map<string, readonly Outlet[]>();
	#held: Held | null = null;
	#isHolding = false;

	/** To be called once, by the adapter whose broadcasts it takes over. */
	serve(members: Members): void {
		this.#members = members;
		const forget = (room: string) => this.#outlets.delete(room);
		members.on('join-room', forget).on('leave-room', forget);
	}

	/**
	 * Broadcasts a packet, if it is a plain one: for the sockets of one room in this process, without
	 * exceptions, acknowledgements or attachments. False: the library has to do it, and nothing that came
	 * before waits here any more. Listeners of `onAnyOutgoing` are not told of what goes this way.
	 */
	take(packet: Packet, { rooms, except, flags }: BroadcastOptions): boolean {
		const [room] = rooms;
		const isPlain = rooms.size === 1 && !except?.size && flags?.local === true && !flags.volatile;
		const text = isPlain ? this.#encode(packet) : null;
		if (room === undefined || text === null) {
			this.#flush();
			return false;
		}
		if (this.#held?.room !== room) this.#flush();
		this.#held ??= { room, texts: [] };
		this.#held.texts.push(text);
		if (!this.#isHolding) this.#flush();
		return true;
	}

	/** What `say` broadcasts to one room leaves in one write for each reader. */
	together(say: () => void): void {
		this.#isHolding = true;
		try {
			say();
		} finally {
			this.#isHolding = false;
			this.#flush();
		}
	}

	#flush(): void {
		if (this.#held === null) return;
		const { room, texts } = this.#held;
		this.#held = null;
		const outlets = this.#outletsIn(room);
		if (outlets.length === 0) return;
		const batch = batchOf(texts);
		for (const outlet of outlets) outlet.write(batch);
	}

	#outletsIn(room: string): readonly Outlet[] {
		const known = this.#outlets.get(room);
		const ids = this.#members?.rooms.get(room);
		if (known !== undefined || ids === undefined) return known ?? [];
		const sockets = [...ids].map((id) => this.#members?.nsp.sockets.get(id));
		const outlets = sockets.flatMap((socket) => (socket ? [outletOf(socket.conn)] : []));
		this.#outlets.set(room, outlets);
		return outlets;
	}

	/** A packet as Socket.IO encodes it; null if it is more than one text. */
	#encode(packet: Packet): string | null {
		const nsp = this.#members?.nsp;
		if (nsp === undefined) return null;
		const encoded: unknown[] = nsp.server.encoder.encode({ ...packet, nsp: nsp.name });
		const [text, ...attachments] = encoded;
		return typeof text === 'string' && attachments.length === 0 ? text : null;
	}
}

/** Socket.IO's adapter for one process, with a fan-out of our own. */
export function localAdapter(fanOut: LocalFanOut) {
	return class extends Adapter {
		constructor(nsp: Namespace) {
			super(nsp);
			fanOut.serve(this);
		}

		override broadcast(packet: Packet, options: BroadcastOptions): void {
			if (!fanOut.take(packet, options)) super.broadcast(packet, options);
		}
	};
}
