import { setTimeout as sleep } from 'node:timers/promises';
import { closeKind } from '../../../../protocol/close-codes.ts';
import { errors, problem, type Problem } from '../../../../protocol/errors.ts';
import type { Message } from '../../../../protocol/message.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { clientAddress } from '../../guards/address.ts';
import { headOfEvent, type ApiEvent } from '../../guards/request.ts';
import { requireRoom } from '../../guards/room.ts';
import { Refusal } from '../../refusal.ts';
import { jitterMs } from '../../jitter.ts';
import { newestLength, QueryLiveConnection } from './connection.ts';

/** For so long a process on its way out answers 503; then nobody listens any more. */
const refusalMs = 1200;
/** By then every line is broken: the process has 5 seconds. */
const longestMs = 3500;

/** How SvelteKit is told of an error: its own `error`, which throws. */
export type Fail = (status: number, problem: Problem) => never;

/**
 * The newest messages of a room for SvelteKit's `query.live`. SvelteKit does the sending: it asks for the
 * next value when the last one has left, ends the generator when the reader leaves, and its client comes
 * back by itself after a broken line. What it cannot do is told nowhere else: it sends no heartbeat, it
 * has no close codes, and its client does not come back after an error or a proper end.
 */
export class QueryLiveTransport {
	readonly #context: RealtimeContext;

	constructor(context: RealtimeContext) {
		this.#context = context;
	}

	// #region read
	/** 部屋の新しいほうから10件を、変わるたびに渡す。渡し終わるまでの変化は、次の1回にまとまる */
	async *read(
		event: ApiEvent,
		roomName: string,
		fail: Fail
	): AsyncGenerator<readonly Message[], void> {
		const { hub, sessions, config, limit } = this.#context;
		const { signal } = event.request;
		let end = () => {};
		try {
			if (this.#context.isDraining()) throw new Refusal('draining', { retryAfterMs: jitterMs() });
			const room = requireRoom(roomName, config.openRooms);
			const head = headOfEvent(event);
			const { identity } = await sessions.of(head);
			if (identity === null) throw new Refusal('unauthorised');
			const address = clientAddress(head, config);
			const release = limit.take(address);

			const connection = new QueryLiveConnection(identity);
			hub.add(connection);
			const leave = () => connection.leave();
			end = () => {
				signal.removeEventListener('abort', leave);
				release();
				hub.remove(connection);
			};
			// 待っている間の return() は、待ち終わるまで届かない。去ったことは signal で知る
			signal.addEventListener('abort', leave);
			if (signal.aborted) return;

			const { last } = await hub.read(room, null, 0, address);
			const after = { ...last, seq: Math.max(0, last.seq - newestLength) };
			await hub.join(connection, room, { after, address, welcome: () => {} });
			while (connection.over === null) {
				yield connection.take();
				await connection.changed();
			}
			await this.#farewell(event, connection);
		} catch (error) {
			const refused = reportError(error, this.#context, 'query-live');
			fail(errors[refused.code].status, refused);
		} finally {
			end();
		}
	}
	// #endregion read

	/**
	 * Ends it for a reason of our own. A client that shall come back needs a broken line (see above), and
	 * not at once: it tries again after a quarter of a second, and a 503 from a process that is still
	 * refusing would stop it for good. Nor all in the same moment.
	 */
	async #farewell({ platform, request }: ApiEvent, { over }: QueryLiveConnection): Promise<void> {
		if (over === null || over.code === null) return;
		const kind = closeKind(over.code);
		const socket = platform?.req?.socket;
		if (kind.reconnect && socket) {
			const ms = Math.min(refusalMs + (over.ending.retryAfterMs ?? 0) / 2, longestMs);
			await sleep(ms, null, { signal: request.signal }).catch(() => undefined);
			socket.destroy();
			return;
		}
		const { code, ...more } = problem(over.ending.reason ?? kind.reason ?? 'internal');
		throw new Refusal(code, { ...more, ...over.ending });
	}
}
