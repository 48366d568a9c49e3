import type { IncomingMessage, ServerResponse } from 'node:http';
import { reportError, type RealtimeContext } from '../../context.ts';
import { checkReader } from '../../guards/check-request.ts';
import { headOfNode } from '../../guards/request.ts';
import { readerOptionsOf } from '../../guards/room-request.ts';
import { connectionCheckMs } from '../../hub/outbound.ts';
import type { RoomHandler } from '../../routing/request-router.ts';
import { eventStreamHeaders, rejectStream } from '../../wire/event-stream.ts';
import { SseConnection } from './connection.ts';

/** `GET /api/rooms/{room}/events`: one event stream of one room. */
export class SseTransport {
	readonly #context: RealtimeContext;
	readonly #connections = new Set<SseConnection>();
	readonly #checkTimer: NodeJS.Timeout;

	constructor(context: RealtimeContext) {
		this.#context = context;
		// One timer for all streams (S16).
		this.#checkTimer = setInterval(() => {
			const now = performance.now();
			for (const connection of this.#connections) connection.check(now);
		}, connectionCheckMs).unref();
	}

	/** Answers a request for events; `room` is the name as written in the path. */
	readonly request: RoomHandler = (req, res, room) => {
		this.#open(req, res, room).catch((error: unknown) => {
			rejectStream(res, reportError(error, this.#context, 'sse', req));
		});
	};

	/** Closes streams that were opened after the hub had closed all others. */
	close(): void {
		clearInterval(this.#checkTimer);
		for (const connection of this.#connections) connection.close(1012);
	}

	// #region stream
	async #open(req: IncomingMessage, res: ServerResponse, roomName: string): Promise<void> {
		const { hub } = this.#context;
		const options = readerOptionsOf(req, res, roomName, 'connection');
		const checked = await checkReader(headOfNode(req), options, this.#context);
		const { room, after, identity, address, release } = checked;
		if (res.destroyed) return release(); // 確認中に切断された。close はもう発生しない
		res.writeHead(200, eventStreamHeaders);
		if (req.method === 'HEAD') {
			release();
			return void res.end();
		}
		res.flushHeaders(); // 最初のイベントを待たずに、つながったことを伝える

		const connection = new SseConnection(res, identity);
		this.#connections.add(connection);
		hub.add(connection);
		// 読者が去っても、こちらが終えても、必ず一度ここへ来る
		res.once('close', () => {
			this.#connections.delete(connection);
			hub.remove(connection);
			release();
		});
		try {
			await hub.join(connection, room, {
				after,
				address,
				welcome: (welcome) => connection.welcome(welcome)
			});
		} catch (error) {
			// ルームの満員や Redis の停止は待てば変わる。closing を送って終え、ブラウザーの再接続に任せる
			connection.closeWith(reportError(error, this.#context, 'sse'));
		}
	}
	// #endregion stream
}
