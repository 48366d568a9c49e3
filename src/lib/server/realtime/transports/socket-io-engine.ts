import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server as Engine } from 'engine.io';
import { WebSocketServer } from 'ws';
import { maxPayloadBytes } from '../../../protocol/client-event.ts';
import { headOfNode, targetOf } from '../guards/request.ts';
import { clearSessionCookie } from '../session/cookie.ts';
import type { Credentials, Sessions } from '../session/sessions.ts';

/** What the request that began a connection says about who it is from, or why it is refused. */
export type Identified = Credentials | { error: unknown };

/**
 * Engine.IO, the layer below Socket.IO: long polling first, then a WebSocket.
 *
 * It is handed its requests and upgrades and listens to no server itself. Attached to one, it would put
 * itself in front of all other request listeners and end foreign upgrades after a second.
 */
export class SocketIoEngine {
	readonly engine: Engine;
	readonly #sessions: Sessions;
	readonly #identified = new WeakMap<IncomingMessage, Identified>();

	constructor(sessions: Sessions) {
		this.#sessions = sessions;
		this.engine = new Engine({
			wsEngine: WebSocketServer,
			maxHttpBufferSize: maxPayloadBytes,
			perMessageDeflate: false,
			httpCompression: false
		});
		this.engine.on('initial_headers', (headers: Record<string, string>, req: IncomingMessage) => {
			const identified = this.#identified.get(req);
			if (identified && 'staleCookie' in identified && identified.staleCookie) {
				headers['Set-Cookie'] = clearSessionCookie();
			}
		});
	}

	/** A request of the polling transport. */
	async request(req: IncomingMessage, res: ServerResponse): Promise<void> {
		await this.#identify(req);
		this.engine.handleRequest(req, res);
	}

	/** An upgrade: a connection that begins as a WebSocket, or becomes one. */
	async upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		await this.#identify(req);
		this.engine.handleUpgrade(req, socket, head);
	}

	/** What is known about the sender of a connection's first request. */
	identified(req: IncomingMessage): Identified {
		return this.#identified.get(req) ?? { identity: null, staleCookie: false };
	}

	/** Requests with a `sid` belong to a connection that has said who it is. */
	async #identify(req: IncomingMessage): Promise<void> {
		if (targetOf(req).query.has('sid')) return;
		const credentials = this.#sessions.of(headOfNode(req));
		this.#identified.set(req, await credentials.catch((error: unknown) => ({ error })));
	}
}
