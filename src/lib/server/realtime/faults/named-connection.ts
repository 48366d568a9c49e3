import type { Duplex } from 'node:stream';
import type { ConnectionReport, Fault } from '../../../protocol/connection-fault.ts';
import { maxHoldMs, maxSwallowMs } from '../limits.ts';

/** The code with which the server has closed a connection, once it has. */
export type ClosedWith = () => number | undefined;

/**
 * A connection that its reader has named, and the faults that it may cause on it. They concern its socket
 * alone, whatever the transport: to the rest of the server it looks like a slow or lost peer.
 */
export class NamedConnection {
	/** The client's. */
	readonly address: string;
	readonly #socket: Duplex;
	readonly #closedWith: ClosedWith;
	#fault: ConnectionReport['fault'] = 'none';
	#discardedBytes = 0;
	#closedAt: number | null = null;
	#timer: NodeJS.Timeout | undefined;

	constructor(socket: Duplex, address: string, closedWith: ClosedWith) {
		this.#socket = socket;
		this.address = address;
		this.#closedWith = closedWith;
	}

	get report(): ConnectionReport {
		const isOpen = this.#closedAt === null;
		return {
			fault: this.#fault,
			queuedBytes: isOpen ? this.#socket.writableLength : this.#discardedBytes,
			closedForMs: this.#closedAt === null ? null : Math.round(performance.now() - this.#closedAt),
			closedWith: this.#closedWith() ?? null
		};
	}

	/** Whether somebody may ask for its report after it has closed. */
	get hadFault(): boolean {
		return this.#fault !== 'none';
	}

	/** Causes or ends a fault. A peer that is lost does not come back: after `swallow` only `cut` has an effect. */
	apply(fault: Fault): void {
		if (this.#closedAt !== null || fault === this.#fault) return;
		if (fault === 'cut') this.#cut();
		else if (this.#fault === 'swallow') return;
		else if (fault === 'swallow') this.#swallow();
		else if (fault === 'hold') this.#hold();
		else this.#release();
	}

	/** The connection has closed: ends what is left of a fault, because HTTP uses a socket again. */
	end(): void {
		clearTimeout(this.#timer);
		this.#closedAt ??= performance.now();
		if (this.#fault === 'hold') this.#socket.uncork();
		if (this.#fault === 'swallow') this.#socket.destroy();
	}

	/** Corked, the socket queues what is written, exactly as if the kernel took nothing more. */
	#hold(): void {
		this.#fault = 'hold';
		this.#socket.cork();
		this.#timer = setTimeout(() => this.#release(), maxHoldMs).unref();
	}

	#release(): void {
		if (this.#fault !== 'hold') return;
		clearTimeout(this.#timer);
		this.#fault = 'none';
		this.#socket.uncork();
	}

	/** Discards what is written as a line that is lost would, and reads nothing, not even the end. */
	#swallow(): void {
		this.#release();
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

/** Like `write` of a stream whose buffer never fills. */
function discard(_chunk: unknown, ...rest: unknown[]): boolean {
	const callback = rest.at(-1);
	if (typeof callback === 'function') queueMicrotask(callback as () => void);
	return true;
}
