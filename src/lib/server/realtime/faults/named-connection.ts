import type { Duplex } from 'node:stream';
import type { ConnectionReport, Fault } from '../../../protocol/connection-fault.ts';
import { randomId } from '../../../protocol/room.ts';
import { maxDelayMs, maxHoldMs, maxSwallowMs } from '../limits.ts';

/** The code with which the server has closed a connection, once it has. */
export type ClosedWith = () => number | undefined;

/**
 * A connection that its reader has named, and the faults that the reader may cause on it. They affect its socket
 * alone, so they work with every transport: to the rest of the server the reader looks like a slow or lost peer.
 */
export class NamedConnection {
	/** Different for each connection, also for two that had the same name. */
	readonly id = randomId(12);
	/** The client's IP address. */
	readonly address: string;
	readonly #socket: Duplex;
	readonly #closedWith: ClosedWith;
	#fault: ConnectionReport['fault'] = 'none';
	#discardedBytes = 0;
	#closedAt: number | null = null;
	#timer: NodeJS.Timeout | undefined;
	/** Ends the current fault, if it can end. */
	#undo = nothing;

	constructor(socket: Duplex, address: string, closedWith: ClosedWith) {
		this.#socket = socket;
		this.address = address;
		this.#closedWith = closedWith;
	}

	get report(): ConnectionReport {
		const isOpen = this.#closedAt === null;
		return {
			id: this.id,
			fault: this.#fault,
			queuedBytes: isOpen ? this.#socket.writableLength : this.#discardedBytes,
			closedForMs: this.#closedAt === null ? null : Math.round(performance.now() - this.#closedAt),
			closedWith: this.#closedWith() ?? null
		};
	}

	/** Whether its reader may request the report after it has closed. */
	get hadFault(): boolean {
		return this.#fault !== 'none';
	}

	/** Causes or ends a fault. A half-open connection does not recover: after `swallow` only `cut` has an effect. */
	apply(fault: Fault): void {
		if (fault === 'cut' && this.#fault === 'swallow') return this.#cut();
		if (this.#closedAt !== null || fault === this.#fault) return;
		if (fault === 'cut') return this.#cut();
		if (this.#fault === 'swallow') return;
		this.#release();
		if (fault === 'swallow') this.#swallow();
		else if (fault === 'hold') this.#begin(fault, hold(this.#socket));
		else if (fault === 'delay') this.#begin(fault, delay(this.#socket));
		else if (fault === 'duplicate') this.#begin(fault, duplicate(this.#socket));
	}

	/**
	 * Called when its reader has opened another connection with the same name. A swallowed socket would not learn that its
	 * peer has left.
	 */
	replace(): void {
		if (this.#fault === 'swallow') this.#cut();
	}

	/** Called when the connection has closed. Ends its fault, because HTTP uses the socket for the next request. */
	end(): void {
		this.#closedAt ??= performance.now();
		// A response that was swallowed is over for the server, and still awaited by its reader.
		if (this.#fault === 'swallow' && !this.#socket.destroyed) return;
		clearTimeout(this.#timer);
		this.#undo();
		this.#undo = nothing;
	}

	#begin(fault: 'hold' | 'delay' | 'duplicate', undo: () => void): void {
		this.#fault = fault;
		this.#undo = undo;
		this.#timer = setTimeout(() => this.#release(), maxHoldMs).unref();
	}

	#release(): void {
		if (this.#undo === nothing) return;
		clearTimeout(this.#timer);
		this.#fault = 'none';
		this.#undo();
		this.#undo = nothing;
	}

	/**
	 * Makes the connection half-open, as after a cable was cut: discards everything that is written, and reads
	 * nothing, not even the end.
	 */
	#swallow(): void {
		this.#fault = 'swallow';
		this.#socket.pause();
		this.#socket.write = discard;
		this.#timer = setTimeout(() => this.#socket.destroy(), maxSwallowMs).unref();
	}

	#cut(): void {
		this.#fault = 'cut';
		this.#discardedBytes = this.#socket.writableLength;
		this.#socket.destroy();
		this.end();
	}
}

const nothing: () => void = () => undefined;

/**
 * Corked, the socket queues what is written, exactly as if the kernel took nothing more. The end of a response
 * would uncork it, so `uncork` does nothing until the fault ends.
 */
function hold(socket: Duplex): () => void {
	socket.cork();
	socket.uncork = nothing;
	return () => {
		Reflect.deleteProperty(socket, 'uncork');
		while (socket.writableCorked > 0) socket.uncork();
	};
}

/** Holds what is written, and sends it at regular intervals. */
function delay(socket: Duplex): () => void {
	let release = hold(socket);
	const timer = setInterval(() => {
		release();
		release = hold(socket);
	}, maxDelayMs).unref();
	return () => {
		clearInterval(timer);
		release();
	};
}

/**
 * Writes every event twice, as a server with at-least-once delivery may. Transports write a whole event with one
 * call; the parts of anything else, such as an HTTP response, are written corked and are not repeated.
 */
function duplicate(socket: Duplex): () => void {
	const isOwn = Object.hasOwn(socket, 'write');
	const { write } = socket;
	let isOn = true;
	const twice = (...args: unknown[]): boolean => {
		const isWhole = isOn && socket.writableCorked === 0;
		const hasRoom = Reflect.apply(write, socket, args) as boolean;
		return isWhole ? (Reflect.apply(write, socket, args.slice(0, 1)) as boolean) : hasRoom;
	};
	socket.write = twice;
	return () => {
		isOn = false;
		// Something else may have wrapped it meanwhile.
		if (socket.write !== twice) return;
		if (isOwn) socket.write = write;
		else Reflect.deleteProperty(socket, 'write');
	};
}

/** Like `write` of a stream whose buffer never fills. */
function discard(_chunk: unknown, ...rest: unknown[]): boolean {
	const callback = rest.at(-1);
	if (typeof callback === 'function') queueMicrotask(callback as () => void);
	return true;
}
