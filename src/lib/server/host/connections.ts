import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * All sockets of a server, and which of them are at work. Node's own `closeIdleConnections` leaves out
 * sockets that never sent a request, and browsers open some in advance: they would hold up the end
 * of the process.
 */
export class Connections {
	/** Open sockets and how many requests each is answering; an upgraded one counts until it closes. */
	readonly #work = new Map<Duplex, number>();
	/** The response that each socket is answering with; of pipelined requests the last one's. */
	readonly #responses = new WeakMap<Duplex, ServerResponse>();
	#busy = 0;
	#draining = false;
	#onIdle: () => void = () => undefined;

	constructor(server: Server) {
		const forget = (socket: Socket) => this.#forget(socket);
		const finish = (socket: Socket) => this.#finish(socket);
		// Two functions for all: closures for each socket would be much of what an idle one costs.
		function onSocketClose(this: Socket) {
			forget(this);
		}
		function onResponseClose(this: ServerResponse) {
			finish(this.req.socket);
		}
		server.on('connection', (socket: Socket) => {
			// One whose upgrade was declined comes again, and has given up what it was counted for.
			if (this.#work.has(socket)) this.#forget(socket);
			else socket.on('close', onSocketClose);
			this.#work.set(socket, 0);
		});
		// before any other listener, for one of them may answer at once
		server.prependListener('request', (request, response) => {
			if (this.#draining) response.shouldKeepAlive = false;
			this.#begin(request.socket);
			this.#responses.set(request.socket, response);
			response.on('close', onResponseClose);
		});
		server.prependListener('upgrade', (_request, socket: Duplex) => this.#begin(socket));
	}

	/** Requests being answered plus upgraded sockets. */
	get busy(): number {
		return this.#busy;
	}

	/**
	 * True if something written to this socket would end up inside an answer, or in front of one: an answer is
	 * under way, several requests wait for theirs, or the socket is upgraded. A single request that has not
	 * been answered at all yet may still be refused.
	 */
	isBusy(socket: Duplex): boolean {
		const work = this.#work.get(socket) ?? 0;
		return work > 1 || (work === 1 && this.#responses.get(socket)?.headersSent !== false);
	}

	/** Calls `listener` whenever the last request or upgraded socket is done. */
	onIdle(listener: () => void): void {
		this.#onIdle = listener;
	}

	/** Whether the process is on its way out: from then on every answer says `Connection: close`. */
	get draining(): boolean {
		return this.#draining;
	}

	startDraining(): void {
		this.#draining = true;
	}

	/** Ends the sockets that have nothing to do; while draining, the others follow as they get there. */
	endIdle(): void {
		for (const [socket, work] of this.#work) if (work === 0) end(socket);
	}

	#begin(socket: Duplex): void {
		this.#work.set(socket, (this.#work.get(socket) ?? 0) + 1);
		this.#busy++;
	}

	#finish(socket: Duplex): void {
		const work = this.#work.get(socket);
		// a socket that closed has given back its work already
		if (work === undefined) return;
		this.#work.set(socket, work - 1);
		this.#responses.delete(socket);
		this.#release(1);
		if (this.#draining && work === 1) end(socket);
	}

	#forget(socket: Duplex): void {
		const work = this.#work.get(socket) ?? 0;
		this.#work.delete(socket);
		if (work > 0) this.#release(work);
	}

	#release(work: number): void {
		this.#busy -= work;
		if (this.#busy === 0) this.#onIdle();
	}
}

/** What is written goes out first; `destroySoon` is Socket's own, a bare Duplex has no such method. */
function end(socket: Duplex): void {
	socket.end(() => socket.destroy());
}
