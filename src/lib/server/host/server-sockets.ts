import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * All sockets of a server, and which of them are busy. Node's own `closeIdleConnections` omits sockets that
 * never sent a request, and browsers open some in advance: they would delay the end of the process.
 */
export class ServerSockets {
	/** The open sockets, each with the number of its unanswered requests. An upgrade counts until the socket closes. */
	readonly #work = new Map<Duplex, number>();
	/** The response that each socket is sending; with pipelined requests, the response to the last one. */
	readonly #responses = new WeakMap<Duplex, ServerResponse>();
	#busyCount = 0;
	#isDraining = false;
	#onIdle: () => void = () => undefined;

	constructor(server: Server) {
		const forget = (socket: Socket) => this.#forget(socket);
		const finish = (socket: Socket) => this.#finish(socket);
		// Shared functions: closures for each socket would be much of the cost of an idle one.
		function onSocketClose(this: Socket) {
			forget(this);
		}
		function onResponseClose(this: ServerResponse) {
			finish(this.req.socket);
		}
		server.on('connection', (socket: Socket) => {
			// `ignoreUpgrade` emits a known socket again, which then counts as a new one.
			if (this.#work.has(socket)) this.#forget(socket);
			else socket.on('close', onSocketClose);
			this.#work.set(socket, 0);
		});
		// Before all other listeners, because they may answer at once.
		server.prependListener('request', (request, response) => {
			if (this.#isDraining) response.shouldKeepAlive = false;
			this.#begin(request.socket);
			this.#responses.set(request.socket, response);
			response.on('close', onResponseClose);
		});
		server.prependListener('upgrade', (_request, socket: Duplex) => this.#begin(socket));
	}

	/** The number of unanswered requests and of upgraded sockets. */
	get busyCount(): number {
		return this.#busyCount;
	}

	/**
	 * Whether something written to this socket would end up inside a response, or before one: a response is being
	 * written, several requests are queued, or the socket is upgraded. A single request without a response yet
	 * may still be rejected.
	 */
	isBusy(socket: Duplex): boolean {
		const work = this.#work.get(socket) ?? 0;
		return work > 1 || (work === 1 && this.#responses.get(socket)?.headersSent !== false);
	}

	/** Calls `listener` whenever the last request or upgraded socket is done. */
	onIdle(listener: () => void): void {
		this.#onIdle = listener;
	}

	/** Whether the process shuts down: every response then has `Connection: close`. */
	get isDraining(): boolean {
		return this.#isDraining;
	}

	startDraining(): void {
		this.#isDraining = true;
	}

	/** Closes idle sockets. While draining, the others are closed when they become idle. */
	endIdle(): void {
		for (const [socket, work] of this.#work) if (work === 0) end(socket);
	}

	#begin(socket: Duplex): void {
		this.#work.set(socket, (this.#work.get(socket) ?? 0) + 1);
		this.#busyCount++;
	}

	#finish(socket: Duplex): void {
		const work = this.#work.get(socket);
		// A closed socket has been removed already.
		if (work === undefined) return;
		this.#work.set(socket, work - 1);
		this.#responses.delete(socket);
		this.#release(1);
		if (this.#isDraining && work === 1) end(socket);
	}

	#forget(socket: Duplex): void {
		const work = this.#work.get(socket) ?? 0;
		this.#work.delete(socket);
		if (work > 0) this.#release(work);
	}

	#release(work: number): void {
		this.#busyCount -= work;
		if (this.#busyCount === 0) this.#onIdle();
	}
}

/** Sends what was written, then closes. `destroySoon` exists on Socket only, not on Duplex. */
function end(socket: Duplex): void {
	socket.end(() => socket.destroy());
}
