import type { IncomingMessage, ServerResponse } from 'node:http';
import { formatCursor } from '../../../../protocol/cursor.ts';
import type { Welcome } from '../../../../protocol/message.ts';
import { checkReader } from '../../guards/check-request.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { sendProblem } from '../../wire/problem-response.ts';
import { Refusal } from '../../refusal.ts';
import type { RoomHandler } from '../../routing/request-router.ts';
import { jitterMs } from '../../jitter.ts';
import { answerLength, encodeAnswer, encodeMessages, PollConnection } from './connection.ts';

/** Contract: after at most 25 s from its arrival. A little less, because a busy process is late. */
export const waitMs = 24_500;
/** Contract: somebody who polls is in the room for 30 s after the last poll. */
export const presentMs = 30_000;

/** `GET /api/rooms/{room}/poll`: what is new in a room, now or as soon as there is something. */
export class LongPollingTransport {
	readonly #context: RealtimeContext;

	constructor(context: RealtimeContext) {
		this.#context = context;
	}

	/** Answers a poll of `room`, its name as it stands in the path. */
	readonly request: RoomHandler = (req, res, room) => {
		this.#poll(req, res, room).catch((error: unknown) => {
			if (!res.headersSent) sendProblem(res, reportError(error, this.#context, 'long-polling'));
		});
	};

	// #region poll
	async #poll(req: IncomingMessage, res: ServerResponse, roomName: string): Promise<void> {
		const { hub, limit } = this.#context;
		const arrivedAt = performance.now();
		if (this.#context.isDraining()) throw new Refusal('draining', { retryAfterMs: jitterMs() });
		const asked = { room: roomName, guests: 'address' } as const;
		const { room, after, identity, address } = await checkReader(req, res, asked, this.#context);

		const isGone = () => res.destroyed;
		if (isGone()) return; // 調べているあいだに去った。close はもう来ない
		res.once('close', limit.take(address));

		// ここから先、セッションが終われば、この要求も終わる。答えたときも、読者が去ったときも、close で片づける
		const connection = new PollConnection(res, identity);
		hub.add(connection);
		res.once('close', () => hub.remove(connection));

		// もう届いているものがあれば、待たずに答える。続きは次のポーリングで
		const { messages, gap, end } = await hub.read(room, after, answerLength, address);
		hub.touchPresence(identity, room, presentMs);
		if (isGone() || res.headersSent) return;
		const cursor = formatCursor(end);
		if (messages.length > 0) return connection.answer(encodeMessages(messages, gap ?? undefined));
		if (gap !== null || req.method === 'HEAD') {
			return connection.answer(encodeAnswer([], cursor, gap ?? undefined));
		}

		// なければ、次の一通か、時間切れを待つ
		const restMs = arrivedAt + waitMs - performance.now();
		const timer = setTimeout(() => connection.answer(encodeAnswer([], cursor)), restMs);
		res.once('close', () => {
			clearTimeout(timer);
			hub.touchPresence(identity, room, presentMs);
		});
		await hub.join(connection, room, { after: end, address, welcome: ignore });
	}
	// #endregion poll
}

/** A poll has no welcome: its answer says where it stands. */
function ignore(_welcome: Welcome): void {}
