import type { Namespace, Server } from 'socket.io';
import { Adapter, type BroadcastOptions } from 'socket.io-adapter';
import { batchOf } from './encoding.ts';
import { outboundOf, type EngineOutbound } from './outbound.ts';

/** What Socket.IO's own encoder takes. */
export type Packet = Parameters<Server['encoder']['encode']>[0];

/** The part of an adapter that the broadcaster uses. */
type AdapterView = Pick<Adapter, 'rooms' | 'on'> & { readonly nsp: Namespace };

/** Packets for one room that are written together. */
interface PendingPackets {
	room: string;
	texts: string[];
}

/** The outbounds of the sockets in one room, by socket id. */
type RoomOutbounds = Map<string, EngineOutbound>;

/**
 * Cheap broadcasts within this process: a packet is encoded and framed once for all readers of a room, and
 * each of them gets the same bytes. Socket.IO itself makes a header and two writes for each reader, and
 * handles one packet at a time.
 */
export class LocalBroadcaster {
	#adapter: AdapterView | null = null;
	/** By room, from its first broadcast on. Updated on each join, so that a join costs the same at any size. */
	readonly #outbounds = new Map<string, RoomOutbounds>();
	#pending: PendingPackets | null = null;
	#isBatching = false;

	/** Called once, by the adapter that hands its broadcasts over. */
	attachTo(adapter: AdapterView): void {
		this.#adapter = adapter;
		adapter
			.on('join-room', (room: string, id: string) => this.#add(this.#outbounds.get(room), id))
			.on('leave-room', (room: string, id: string) => this.#outbounds.get(room)?.delete(id))
			.on('delete-room', (room: string) => this.#outbounds.delete(room));
	}

	/**
	 * Broadcasts a packet if it is a plain one: for the sockets of one room in this process, without
	 * acknowledgements or attachments, except at most one socket. Returns false if the library has to do it;
	 * then nothing from before is pending. Listeners of `onAnyOutgoing` are not called for these packets.
	 */
	tryBroadcast(packet: Packet, { rooms, except, flags }: BroadcastOptions): boolean {
		const [room] = rooms;
		const [excluded, ...others] = except ?? [];
		const isPlain = rooms.size === 1 && others.length === 0 && this.#isSocket(excluded);
		const isLocal = flags?.local === true && !flags.volatile;
		const text = isPlain && isLocal ? this.#encode(packet) : null;
		if (room === undefined || text === null) {
			this.#flush();
			return false;
		}
		if (excluded !== undefined) {
			this.#flush();
			this.#write(room, [text], excluded);
			return true;
		}
		if (this.#pending?.room !== room) this.#flush();
		this.#pending ??= { room, texts: [] };
		this.#pending.texts.push(text);
		if (!this.#isBatching) this.#flush();
		return true;
	}

	/** What `broadcast` sends to one room leaves in one write for each reader. */
	batch(broadcast: () => void): void {
		this.#isBatching = true;
		try {
			broadcast();
		} finally {
			this.#isBatching = false;
			this.#flush();
		}
	}

	#flush(): void {
		if (this.#pending === null) return;
		const { room, texts } = this.#pending;
		this.#pending = null;
		this.#write(room, texts);
	}

	#write(room: string, texts: readonly string[], except?: string): void {
		const outbounds = this.#outboundsIn(room);
		if (outbounds.size === 0) return;
		const batch = batchOf(texts);
		for (const [id, outbound] of outbounds) if (id !== except) outbound.write(batch);
	}

	#outboundsIn(room: string): RoomOutbounds {
		const known = this.#outbounds.get(room);
		if (known !== undefined) return known;
		const outbounds: RoomOutbounds = new Map();
		const ids = this.#adapter?.rooms.get(room);
		if (ids === undefined) return outbounds;
		for (const id of ids) this.#add(outbounds, id);
		this.#outbounds.set(room, outbounds);
		return outbounds;
	}

	#add(outbounds: RoomOutbounds | undefined, id: string): void {
		const socket = this.#adapter?.nsp.sockets.get(id);
		if (socket !== undefined) outbounds?.set(id, outboundOf(socket.conn));
	}

	/** Whether the exception is a single socket, in this process or gone, and not a room of several. */
	#isSocket(id: string | undefined): boolean {
		const ids = id === undefined ? undefined : this.#adapter?.rooms.get(id);
		return ids === undefined || (ids.size === 1 && ids.has(id ?? ''));
	}

	/** A packet as Socket.IO encodes it; null if it is more than one text. */
	#encode(packet: Packet): string | null {
		const nsp = this.#adapter?.nsp;
		if (nsp === undefined) return null;
		const encoded: unknown[] = nsp.server.encoder.encode({ ...packet, nsp: nsp.name });
		const [text, ...attachments] = encoded;
		return typeof text === 'string' && attachments.length === 0 ? text : null;
	}
}

/** Socket.IO's adapter for one process, with the broadcaster above. */
export function localAdapter(broadcaster: LocalBroadcaster): typeof Adapter {
	return class extends Adapter {
		constructor(nsp: Namespace) {
			super(nsp);
			broadcaster.attachTo(this);
		}

		override broadcast(packet: Packet, options: BroadcastOptions): void {
			if (!broadcaster.tryBroadcast(packet, options)) super.broadcast(packet, options);
		}
	};
}
