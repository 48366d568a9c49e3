import { setTimeout as sleep } from 'node:timers/promises';
import { closeKind } from '../../../../protocol/close-codes.ts';
import { errors, problem, type Problem } from '../../../../protocol/errors.ts';
import { newestLength, type Message } from '../../../../protocol/message.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { checkReader } from '../../guards/check-request.ts';
import { headOfEvent, type ApiEvent } from '../../guards/request.ts';
import { Refusal } from '../../refusal.ts';
import { QueryLiveConnection } from './connection.ts';

/**
 * The shortest delay before the server cuts a connection. A draining process answers new requests with 503 for a second,
 * then stops listening (host/drain.ts).
 */
const minBreakDelayMs = 1200;
/** The longest delay: the process has 5 seconds to drain. */
const maxBreakDelayMs = 3500;

/** Answers a request with an error by calling SvelteKit's `error`, which throws. */
export type Fail = (status: number, problem: Problem) => never;

/**
 * The newest messages of a room for SvelteKit's `query.live`. SvelteKit sends them: it requests the next
 * value when the last one has been sent, ends the generator when the reader leaves, and its client reconnects
 * after a cut connection. It sends no heartbeat, it has no close codes, and its client does not reconnect after
 * an error or a regular end.
 */
export class QueryLiveTransport {
	readonly #context: RealtimeContext;

	constructor(context: RealtimeContext) {
		this.#context = context;
	}

	// #region read
	/** ルームの最新10件を、変わるたびに渡す。渡し終わるまでの変化は、次の1回にまとめる */
	async *read(
		event: ApiEvent,
		roomName: string,
		fail: Fail
	): AsyncGenerator<readonly Message[], void> {
		const { hub } = this.#context;
		const { signal } = event.request;
		let cleanUp = () => {};
		try {
			const options = { isOriginChecked: true, guests: 'connection', room: roomName } as const;
			const checked = await checkReader(headOfEvent(event), options, this.#context);
			const { room, identity, address, release } = checked;

			const connection = new QueryLiveConnection(identity, event.platform?.req);
			hub.add(connection);
			const leave = () => connection.leave();
			cleanUp = () => {
				signal.removeEventListener('abort', leave);
				release();
				hub.remove(connection);
			};
			// 待機中の return() は、待機が終わるまで届かない。切断は signal で検出する
			signal.addEventListener('abort', leave);
			if (signal.aborted) return;

			const { last } = await hub.read(room, null, 0, address);
			const after = { ...last, seq: Math.max(0, last.seq - newestLength) };
			await hub.join(connection, room, { after, address, welcome: () => {} });
			while (connection.end === null) {
				yield connection.take();
				await connection.changed();
			}
			await this.#finish(event, connection);
		} catch (error) {
			const refused = reportError(error, this.#context, 'query-live', event.platform?.req);
			fail(errors[refused.code].status, refused);
		} finally {
			cleanUp();
		}
	}
	// #endregion read

	/**
	 * Ends a query that the server has closed. If the client should reconnect, its connection is cut, because SvelteKit's
	 * client reconnects only then. It does so after a quarter of a second, and gives up after a 503: the cut comes after a
	 * random delay, so that clients neither return all at once nor reach a process that is still draining.
	 */
	async #finish({ platform, request }: ApiEvent, { end }: QueryLiveConnection): Promise<void> {
		if (end === null || end.code === null) return;
		const { code, ending } = end;
		const kind = closeKind(code);
		const socket = platform?.req?.socket;
		if (kind.reconnect && socket) {
			const delayMs = Math.min(minBreakDelayMs + (ending.retryAfterMs ?? 0) / 2, maxBreakDelayMs);
			await sleep(delayMs, null, { signal: request.signal }).catch(() => undefined);
			socket.destroy();
			return;
		}
		const { code: reason, ...more } = problem(ending.reason ?? kind.reason ?? 'internal');
		throw new Refusal(reason, { ...more, ...ending });
	}
}
