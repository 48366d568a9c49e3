import type { IncomingMessage, ServerResponse } from 'node:http';
import { closeCodeOf } from '../../../../protocol/close-codes.ts';
import { checkReader } from '../../guards/check-request.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { sendProblem } from '../../wire/problem-response.ts';
import { Refusal } from '../../refusal.ts';
import type { RoomHandler } from '../../routing/request-router.ts';
import { jitterMs } from '../../jitter.ts';
import { SseConnection } from './connection.ts';

const beatMs = 1000;

// Transformed or stored, a stream would reach nobody in time (S10); nginx would collect it (S11).
const streamHeaders = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store, no-transform',
	'x-accel-buffering': 'no'
};

/** `GET /api/rooms/{room}/events`: one event stream of one room. */
export class SseTransport {
	readonly #context: RealtimeContext;
	readonly #connections = new Set<SseConnection>();
	readonly #heart: NodeJS.Timeout;

	constructor(context: RealtimeContext) {
		this.#context = context;
		// One timer for all streams (S16).
		this.#heart = setInterval(() => this.#beat(performance.now()), beatMs).unref();
	}

	/** Answers a request for the events of `room`, its name as it stands in the path. */
	readonly request: RoomHandler = (req, res, room) => {
		this.#open(req, res, room).catch((error: unknown) => {
			// An EventSource gives up for ever on any other status than 200: right for what will not change.
			sendProblem(res, reportError(error, this.#context, 'sse'));
		});
	};

	/** Cuts what is still open. Those who shall know why are told before, through the hub. */
	close(): void {
		clearInterval(this.#heart);
		for (const connection of this.#connections) connection.close(1012);
	}

	// #region stream
	async #open(req: IncomingMessage, res: ServerResponse, roomName: string): Promise<void> {
		const { hub, limit } = this.#context;
		const asked = { room: roomName, guests: 'connection' } as const;

		// 断る理由が変わらないもの(400・401・403・404)は、ここで投げられ、JSON で答えられる
		const { room, after, identity, address } = await checkReader(req, res, asked, this.#context);
		if (res.destroyed) return; // 調べているあいだに去った。close はもう来ない
		res.writeHead(200, streamHeaders);
		if (req.method === 'HEAD') return void res.end();
		res.flushHeaders(); // 最初のイベントを待たずに、つながったことを伝える

		const connection = new SseConnection(res, identity);
		this.#connections.add(connection);
		hub.add(connection);
		let release = () => {};
		// 読者が去っても、こちらが終えても、必ず一度ここへ来る
		res.on('close', () => {
			this.#connections.delete(connection);
			hub.remove(connection);
			release();
		});
		try {
			release = limit.take(address);
			if (this.#context.isDraining()) throw new Refusal('draining', { retryAfterMs: jitterMs() });
			await hub.join(connection, room, {
				after,
				address,
				welcome: (welcome) => connection.welcome(welcome)
			});
		} catch (error) {
			// 満員や再起動は待てば変わる。200 のまま closing を送って終え、ブラウザーの再接続に任せる
			const { code, retryAfterMs } = reportError(error, this.#context, 'sse');
			connection.close(closeCodeOf(code), {
				reason: code,
				...(retryAfterMs !== undefined && { retryAfterMs })
			});
		}
	}
	// #endregion stream

	#beat(now: number): void {
		for (const connection of this.#connections) connection.beat(now);
	}
}
