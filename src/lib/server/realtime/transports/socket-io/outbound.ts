import type { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import type { Socket as EngineSocket, Transport } from 'engine.io';
import { WebSocket } from 'ws';
import { closeGraceMs, drainedBytes, Progress } from '../../hub/outbound.ts';
import type { Batch } from './encoding.ts';
import { pairs, type WebSocketPair } from './socket.ts';
import { outboundBudgetBytes } from '../../limits.ts';

const outbounds = new WeakMap<EngineSocket, EngineOutbound>();

/** What the server sends on a connection. The first call creates it, and must come when the connection opens. */
export function outboundOf(conn: EngineSocket): EngineOutbound {
	return outbounds.get(conn) ?? new EngineOutbound(conn);
}

/**
 * What the server sends on one Engine.IO connection. Counts the bytes that its reader has not received yet, which may
 * be buffered in Engine.IO, `ws`, the socket or an answer to a poll, and closes the connection if there are too many.
 */
export class EngineOutbound {
	readonly conn: EngineSocket;
	/** Called when the reader is too slow; nothing more is written to it. */
	onTooSlow: () => void = () => this.close();
	/** Called with the close code when the connection is about to close because of what the client sent. */
	onProtocolError: (code: number) => void = () => undefined;
	#pair: WebSocketPair | undefined;
	/** What Engine.IO has buffered and not yet given to the transport. */
	#queuedBytes = 0;
	/** How many bytes Engine.IO has buffered and then given to the transport. Used while there is no WebSocket. */
	#polledBytes = 0;
	/** Answers to polls that may not have been read. */
	#answers: ServerResponse[] = [];
	readonly #progress = new Progress();
	#isTooSlow = false;
	#closedAt: number | null = null;
	#deadline = Infinity;
	#change: Promise<void> | null = null;

	constructor(conn: EngineSocket) {
		this.conn = conn;
		this.#use(pairs.get(conn.transport));
		outbounds.set(conn, this);
		conn.on('packetCreate', (packet: { data?: unknown }) => this.#onPacketCreate(packet.data));
		conn.on('flush', () => this.#onFlush());
		conn.on('upgrade', (transport: Transport) => this.#use(pairs.get(transport)));
		// Emitted before Engine.IO closes the connection because of an invalid packet.
		conn.on('packet', ({ type }: { type: string }) => {
			if (type === 'error') this.onProtocolError(4400);
		});
		conn.once('close', () => {
			this.#closedAt ??= performance.now();
		});
	}

	/** How many bytes the reader has not received. */
	get writableLength(): number {
		return this.#queuedBytes + this.#unsent;
	}

	/** For `Progress`: like a socket's `bytesWritten`, it includes what is still queued. */
	get bytesWritten(): number {
		return this.#queuedBytes + (this.#pair?.socket.bytesWritten ?? this.#polledBytes);
	}

	/** Whether the connection is closed, and its last bytes have been sent or dropped. */
	get isFinished(): boolean {
		return this.conn.readyState === 'closed' && this.#unsent === 0;
	}

	/**
	 * Writes bytes that all readers share: directly to the socket while Engine.IO has nothing buffered, otherwise
	 * packet by packet through Engine.IO. `ws` between them buffers nothing, because it does not compress.
	 */
	write({ texts, pieces }: Batch): void {
		const pair = this.#queuedBytes === 0 ? this.#pair : undefined;
		if (pair?.ws.readyState !== WebSocket.OPEN) {
			for (const text of texts) if (!this.#isTooSlow) this.conn.write(text);
			return;
		}
		for (const piece of pieces) {
			if (pair.socket.writableLength + piece.length > outboundBudgetBytes) this.#closeSlowReader();
			if (this.#isTooSlow) return;
			pair.socket.write(piece);
		}
	}

	/** Resolves when at most `drainedBytes` are unread, or the connection has closed. */
	async drained(): Promise<void> {
		while (this.conn.readyState !== 'closed' && this.writableLength > drainedBytes) {
			this.#change ??= this.#nextChange();
			await this.#change;
		}
	}

	/** Records the response to a new poll: it will get what is buffered. */
	trackAnswer(res: ServerResponse): void {
		this.#answers = this.#answers.filter((earlier) => unsent(earlier) > 0);
		this.#answers.push(res);
	}

	/** Closes the connection after `ms`. Another call replaces this time. */
	closeAfter(ms: number): void {
		this.#deadline = performance.now() + ms;
	}

	/** Closes the transport when everything written so far has been sent. */
	close(): void {
		this.#closedAt ??= performance.now();
		this.conn.close();
	}

	/**
	 * Closes a connection at its deadline (`closeAfter`) or when its reader has stalled. Destroys one that is still
	 * sending `closeGraceMs` after it was closed. Called every second.
	 */
	check(now: number): void {
		if (this.#closedAt !== null) {
			if (now - this.#closedAt >= closeGraceMs) this.destroy();
		} else if (now >= this.#deadline) {
			this.close();
		} else if (this.#progress.isStalled(this, now)) {
			this.#closeSlowReader();
		}
	}

	/** Closes the connection without waiting for the reader. */
	destroy(): void {
		this.#pair?.socket.destroy();
		for (const res of this.#answers) if (unsent(res) > 0) res.destroy();
		this.conn.close(true);
	}

	#use(pair: WebSocketPair | undefined): void {
		this.#pair = pair;
		if (pair !== undefined) pair.ws.onProtocolError = (code) => this.onProtocolError(code);
	}

	/** What may hold bytes that have not been read. */
	get #streams(): readonly Writable[] {
		return this.#pair === undefined ? this.#answers : [this.#pair.socket];
	}

	get #unsent(): number {
		return this.#streams.reduce((sum, stream) => sum + unsent(stream), 0);
	}

	/** Calls `onTooSlow` later, because the caller may be in a loop over the room. */
	#closeSlowReader(): void {
		if (this.#isTooSlow) return;
		this.#isTooSlow = true;
		setImmediate(() => this.onTooSlow());
	}

	/** Engine.IO is about to send a packet, or to buffer it until the transport is writable. */
	#onPacketCreate(data: unknown): void {
		if (!this.conn.transport.writable) {
			this.#queuedBytes += typeof data === 'string' ? Buffer.byteLength(data) + 1 : 1;
		}
		// A client that sends many requests and reads no answer is a slow reader as well.
		if (this.writableLength > outboundBudgetBytes) this.#closeSlowReader();
	}

	/** Engine.IO gives everything that it has buffered to the transport. */
	#onFlush(): void {
		this.#polledBytes += this.#queuedBytes;
		this.#queuedBytes = 0;
	}

	#nextChange(): Promise<void> {
		return new Promise((resolve) => {
			const sources: EventEmitter[] = [this.conn, ...this.#streams];
			const events = ['flush', 'drain', 'finish', 'close'];
			const done = () => {
				for (const source of sources) for (const event of events) source.off(event, done);
				this.#change = null;
				resolve();
			};
			for (const source of sources) for (const event of events) source.on(event, done);
		});
	}
}

function unsent(stream: Writable): number {
	return stream.writableFinished || stream.destroyed ? 0 : stream.writableLength;
}
