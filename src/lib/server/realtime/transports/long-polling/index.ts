import type { IncomingMessage, ServerResponse } from 'node:http';
import { formatCursor } from '../../../../protocol/cursor.ts';
import { maxPollMessages } from '../../../../protocol/message.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { checkReader } from '../../guards/check-request.ts';
import { headOfNode } from '../../guards/request.ts';
import { readerOptionsOf } from '../../guards/room-request.ts';
import { pollPresenceMs, pollTimeoutMs } from '../../limits.ts';
import type { RoomHandler } from '../../routing/request-router.ts';
import { sendProblem } from '../../wire/problem-response.ts';
import { PollConnection } from './connection.ts';
import { encodeAnswer, encodeMessages } from './encoding.ts';

/** `GET /api/rooms/{room}/poll`: the new messages of a room; without any, the answer waits for the next one. */
export class LongPollingTransport {
	readonly #context: RealtimeContext;

	constructor(context: RealtimeContext) {
		this.#context = context;
	}

	/** Answers a poll; `room` is the name as written in the path. */
	readonly request: RoomHandler = (req, res, room) => {
		this.#poll(req, res, room).catch((error: unknown) => {
			if (res.headersSent) return;
			sendProblem(res, reportError(error, this.#context, 'long-polling', req));
		});
	};

	// #region poll
	async #poll(req: IncomingMessage, res: ServerResponse, roomName: string): Promise<void> {
		const { hub } = this.#context;
		const arrivedAt = performance.now();
		const options = readerOptionsOf(req, res, roomName, 'address');
		const checked = await checkReader(headOfNode(req), options, this.#context);
		const { room, after, identity, address, release } = checked;

		const isGone = () => res.destroyed;
		if (isGone()) return release(); // 確認中に切断された。close はもう発生しない
		res.once('close', release);

		// 以降、セッションが終わればリクエストも終わる。応答後も切断時も、close でクリーンアップする
		const connection = new PollConnection(res, identity);
		hub.add(connection);
		res.once('close', () => hub.remove(connection));

		// 届いているものがあれば、待たずに応答する。続きは次のポーリングで返す
		const { messages, gap, end } = await hub.read(room, after, maxPollMessages, address);
		hub.touchPresence(identity, room, pollPresenceMs);
		if (isGone() || res.headersSent) return;
		const cursor = formatCursor(end);
		if (messages.length > 0) return connection.answer(encodeMessages(messages, gap ?? undefined));
		if (gap !== null || req.method === 'HEAD') {
			return connection.answer(encodeAnswer([], cursor, gap ?? undefined));
		}

		// なければ、次の1件かタイムアウトを待つ
		const remainingMs = arrivedAt + pollTimeoutMs - performance.now();
		const timer = setTimeout(() => connection.answer(encodeAnswer([], cursor)), remainingMs);
		res.once('close', () => {
			clearTimeout(timer);
			hub.touchPresence(identity, room, pollPresenceMs);
		});
		await hub.join(connection, room, { after: end, address, welcome: () => {} });
	}
	// #endregion poll
}
