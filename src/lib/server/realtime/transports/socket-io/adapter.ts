import type { Namespace, Server } from 'socket.io';
import { Adapter, type BroadcastOptions } from 'socket.io-adapter';
import { batchOf, outletOf, type Outlet } from './outlet.ts';

/** What Socket.IO's own encoder takes. */
export type Packet = Parameters<Server['encoder']['encode']>[0];

/** An adapter, as far as a fan-out looks at it. */
type Members = Pick<Adapter, 'rooms' | 'on'> & { readonly nsp: Namespace };

/** Packets for one room that wait for more of them. */
interface Held {
	room: string;
	texts: string[];
}

/** The outlets of the sockets in one room, by socket id. */
type Outlets = Map<string, Outlet>;

/**
 * Broadcasts within this process that cost little: a packet is encoded and framed once for all readers of
 * a room and leaves as the same bytes for each. Socket.IO's own way makes a header and two writes for each
 * reader, and knows of no more than one packet at a time.
 */
export class LocalFanOut {
	#members: Members | null = null;
	/** By room, from its first broadcast on. Kept up to date, so that a join costs the same at any size. */
	readonly #outlets = new Map<string, Outlets>();
	#held: Held | null = null;
	#isHolding = false;

	/** To be called once, by the adapter whose broadcasts it takes over. */
	serve(members: Members): void {
		this.#members = members;
		members
			.on('join-room', (room: string, id: string) => this.#add(this.#outlets.get(room), id))
			.on('leave-room', (room: string, id: string) => this.#outlets.get(room)?.delete(id))
			.on('delete-room', (room: string) => this.#outlets.delete(room));
	}

	/**
	 * Broadcasts a packet, if it is a plain one: for the sockets of one room in this process, without
	 * acknowledgements or attachments, with at most one socket left out. False: the library has to do it,
	 * and nothing that came before waits here any more. Listeners of `onAnyOutgoing` are not told of what
	 * goes this way.
	 */
	take(packet: Packet, { rooms, except, flags }: BroadcastOptions): boolean {
		const [room] = rooms;
		const [left, ...others] = except ?? [];
		const isPlain = rooms.size === 1 && others.length === 0 && this.#isSocket(left);
		const isLocal = flags?.local === true && !flags.volatile;
		const text = isPlain && isLocal ? this.#encode(packet) : null;
		if (room === undefined || text === null) {
			this.#flush();
			return false;
		}
		if (left !== undefined) {
			this.#flush();
			this.#write(room, [text], left);
			return true;
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
		this.#write(room, texts);
	}

	#write(room: string, texts: readonly string[], except?: string): void {
		const outlets = this.#outletsIn(room);
		if (outlets.size === 0) return;
		const batch = batchOf(texts);
		for (const [id, outlet] of outlets) if (id !== except) outlet.write(batch);
	}

	#outletsIn(room: string): Outlets {
		const known = this.#outlets.get(room);
		if (known !== undefined) return known;
		const outlets: Outlets = new Map();
		const ids = this.#members?.rooms.get(room);
		if (ids === undefined) return outlets;
		for (const id of ids) this.#add(outlets, id);
		this.#outlets.set(room, outlets);
		return outlets;
	}

	#add(outlets: Outlets | undefined, id: string): void {
		const socket = this.#members?.nsp.sockets.get(id);
		if (socket !== undefined) outlets?.set(id, outletOf(socket.conn));
	}

	/** Whether what is left out is a single socket, in this process or gone, and not a room of several. */
	#isSocket(left: string | undefined): boolean {
		const ids = left === undefined ? undefined : this.#members?.rooms.get(left);
		return ids === undefined || (ids.size === 1 && ids.has(left ?? ''));
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
