import type { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import type { Socket as EngineSocket, Transport } from 'engine.io';
import { WebSocket } from 'ws';
import { drainedBytes, joinChunks, outboundBudgetBytes, Progress } from '../../hub/outbound.ts';
import { encodeTextFrame } from '../../wire/text-frame.ts';
import type { FaultSocket } from './websocket.ts';

/** Engine.IO's type of a packet that carries one of Socket.IO's. */
const messageType = '4';
/** How long what was said at the end may take to leave before the connection is cut. */
const farewellMs = 2000;

/** A transport of Engine.IO that is a WebSocket, down to the socket below it. */
export interface Line {
	ws: FaultSocket;
	socket: NetSocket;
}

/** Packets of Socket.IO for many: each as text for Engine.IO, all of them as frames, joined. */
export interface Batch {
	texts: readonly string[];
	pieces: readonly Buffer[];
}

export function batchOf(texts: readonly string[]): Batch {
	return { texts, pieces: joinChunks(texts.map((text) => encodeTextFrame(messageType + text))) };
}

const outlets = new WeakMap<EngineSocket, Outlet>();

/** Where what is said to a connection goes out. */
export function outletOf(conn: EngineSocket): Outlet {
	return outlets.get(conn) ?? new Outlet(conn);
}

/**
 * The way out of one Engine.IO connection: knows what its reader has not taken yet, wherever that waits
 * (Engine.IO's buffer, `ws`, the socket, an answer to a poll), and ends who lets too much wait.
 */
export class Outlet {
	readonly conn: EngineSocket;
	/** Called once a reader has proved too slow; then nothing is written for it any more. */
	onTooSlow: () => void = () => this.end();
	/** Called when the connection is about to end because of what came in, with the close code for it. */
	onFault: (code: number) => void = () => undefined;
	#line: Line | undefined;
	/** What waits in Engine.IO for the transport. */
	#queuedBytes = 0;
	#queuedPackets = 0;
	/** What went to the polling transport so far, in bytes. */
	#polledBytes = 0;
	/** Answers to polls that may not have been read. */
	#answers: ServerResponse[] = [];
	readonly #progress = new Progress();
	#isTooSlow = false;
	#endedAt: number | null = null;
	#deadline = Infinity;
	#change: Promise<void> | null = null;

	/** @param lineOf the sockets below a transport; where it knows none, Engine.IO does all the writing */
	constructor(
		conn: EngineSocket,
		lineOf: (transport: Transport) => Line | undefined = () => undefined
	) {
		this.conn = conn;
		this.#use(lineOf(conn.transport));
		outlets.set(conn, this);
		conn.on('packetCreate', (packet: { data?: unknown }) => this.#created(packet.data));
		conn.on('flush', () => this.#flushed());
		conn.on('upgrade', (transport: Transport) => this.#use(lineOf(transport)));
		// Before Engine.IO looks at a packet, and ends the connection for one that is none.
		conn.on('packet', ({ type }: { type: string }) => {
			if (type === 'error') this.onFault(4400);
		});
		conn.once('close', () => {
			this.#endedAt ??= performance.now();
		});
	}

	/** How much the reader has not taken, in bytes. */
	get writableLength(): number {
		return this.#queuedBytes + this.#unsent;
	}

	/** All that it was ever given, in bytes; the same point of view as a socket's `bytesWritten`. */
	get bytesWritten(): number {
		return this.#queuedBytes + (this.#line?.socket.bytesWritten ?? this.#polledBytes);
	}

	/** Whether the connection is over, and what was said last has been read or given up. */
	get isOver(): boolean {
		return this.conn.readyState === 'closed' && this.#unsent === 0;
	}

	/**
	 * Writes the same bytes that all others get to the socket itself, while nothing is held back on the
	 * way there. Otherwise each packet goes through Engine.IO, behind what waits.
	 */
	write({ texts, pieces }: Batch): void {
		const socket = this.#directly();
		if (socket === null) {
			for (const text of texts) if (this.#fits(text.length)) this.conn.write(text);
			return;
		}
		for (const piece of pieces) {
			// Written out, and asked of the socket alone: this runs for every reader and message.
			if (socket.writableLength + piece.length > outboundBudgetBytes) return this.#tooSlow();
			socket.write(piece);
		}
	}

	/** Resolves when little is left unread, or the connection has ended. */
	async drained(): Promise<void> {
		while (this.conn.readyState !== 'closed' && this.writableLength > drainedBytes) {
			this.#change ??= this.#nextChange();
			await this.#change;
		}
	}

	/** A poll has come in; it will be answered with what waits. */
	answer(res: ServerResponse): void {
		this.#answers = this.#answers.filter((earlier) => unsent(earlier) > 0);
		this.#answers.push(res);
	}

	/** Ends the connection in so many ms, unless it is told something else until then. */
	endIn(ms: number): void {
		this.#deadline = performance.now() + ms;
	}

	/** Closes the transport, when what has been said until now is out. */
	end(): void {
		this.#endedAt ??= performance.now();
		this.conn.close();
	}

	/** To be called every second. */
	beat(now: number): void {
		if (this.#endedAt !== null) {
			if (now - this.#endedAt >= farewellMs) this.cut();
		} else if (now >= this.#deadline) {
			this.end();
		} else if (this.#progress.isStalled(this, now)) {
			this.#tooSlow();
		}
	}

	/** For those who do not even take in that it is over. */
	cut(): void {
		this.#line?.socket.destroy();
		for (const res of this.#answers) if (unsent(res) > 0) res.destroy();
		this.conn.close(true);
	}

	#use(line: Line | undefined): void {
		this.#line = line;
		if (line !== undefined) line.ws.onFault = (code) => this.onFault(code);
	}

	get #unsent(): number {
		if (this.#line === undefined) return this.#answers.reduce((sum, res) => sum + unsent(res), 0);
		const { ws, socket } = this.#line;
		return socket.destroyed ? 0 : ws.bufferedAmount;
	}

	/** The socket, if a frame written to it now is the next thing that the reader sees. */
	#directly(): NetSocket | null {
		const line = this.#line;
		if (line === undefined || this.#queuedPackets > 0 || this.#isTooSlow) return null;
		if (this.conn.readyState !== 'open' || line.ws.readyState !== WebSocket.OPEN) return null;
		return line.ws.bufferedAmount === line.socket.writableLength ? line.socket : null;
	}

	/** Whether this much more may be written. A reader that has left too much unread is closed. */
	#fits(bytes: number): boolean {
		if (!this.#isTooSlow && this.writableLength + bytes > outboundBudgetBytes) this.#tooSlow();
		return !this.#isTooSlow;
	}

	/** Not at once: whoever is just being told something goes through all the others in the room. */
	#tooSlow(): void {
		if (this.#isTooSlow) return;
		this.#isTooSlow = true;
		setImmediate(() => this.onTooSlow());
	}

	/** Engine.IO is about to send a packet, or to keep it until the transport can take more. */
	#created(data: unknown): void {
		if (!this.conn.transport.writable) {
			this.#queuedPackets++;
			this.#queuedBytes += typeof data === 'string' ? Buffer.byteLength(data) + 1 : 1;
		}
		// Whoever asks much and reads no answer is a slow reader as well.
		this.#fits(0);
	}

	/** Engine.IO hands all it has kept to the transport. */
	#flushed(): void {
		this.#polledBytes += this.#queuedBytes;
		this.#queuedBytes = 0;
		this.#queuedPackets = 0;
	}

	#nextChange(): Promise<void> {
		return new Promise((resolve) => {
			const sources: EventEmitter[] = [
				this.conn,
				...(this.#line ? [this.#line.socket] : []),
				...this.#answers
			];
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

/** How much of an answer has not left, in bytes. */
function unsent(res: ServerResponse): number {
	return res.writableFinished || res.destroyed ? 0 : res.writableLength;
}
