import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { createCore, type ClientOptions } from './core.ts';
import { createHttpRoom } from './http-room.ts';
import { longPoll, type PollAnswer } from './long-poll.ts';
import type { RoomClient, RoomClientEvent } from './room-client.ts';

export interface LongPollingClientOptions extends ClientOptions<RoomClientEvent> {
	room: string;
	/** テストのほかは、ブラウザーのもの */
	fetch?: typeof window.fetch;
}

/** どの部屋にもない位置。すぐに返事が来て、部屋の今の位置が分かる */
const unknownCursor = 'none.0';
/** 1回の返事に入る数。これだけあれば、まだ続きがあるかもしれない */
const pageSize = 100;

/**
 * ロングポーリングで1つの部屋につながる。つなぎ直し、続きから受け取り、送れなかったものを預かる。
 *
 * 初めに、部屋の今の位置を尋ねる。「次の1通」を待つリクエストから始めると、返事の前に切れたときに、
 * どこから続ければよいか分からなくなる
 */
export function createLongPollingClient({
	room,
	fetch = window.fetch.bind(window),
	...options
}: LongPollingClientOptions): RoomClient {
	const http = createHttpRoom({ room, fetch, core: () => ({ lifecycle, sender, report }) });
	const { reader } = http;
	let polling: AbortController | undefined;
	let cursor: string | undefined;

	// #region connect
	async function open() {
		const current = new AbortController();
		polling = current;
		const isOver = () => polling !== current;

		// 待つあいだは返事が来ないので、つながったことを先に確かめる
		if (!(await http.isThere())) return isOver() ? undefined : lifecycle.lost();
		if (isOver()) return;
		cursor ??= await currentCursor((after) => poll(after, current));
		if (isOver() || cursor === undefined) return;
		lifecycle.opened();
		sender.pump();

		// 返事が来たら、その続きからもう一度。一度に2本は送らない
		while (!isOver()) {
			const answer = await poll(cursor, current);
			if (isOver() || answer === undefined) return;
			const gap = parseNamedEvent('gap', answer.gap);
			if (gap) reader.receive(gap);
			for (const message of list(answer.messages))
				reader.receive(parseNamedEvent('message', message));
			if (typeof answer.cursor === 'string') cursor = answer.cursor;
		}
	}

	function drop() {
		const last = polling;
		polling = undefined;
		last?.abort();
		http.lost();
	}
	// #endregion connect

	/** リクエスト1回。失敗したら、lifecycle に伝えて undefined を返す */
	async function poll(after: string, current: AbortController): Promise<PollAnswer | undefined> {
		const result = await longPoll({ room, after, signal: current.signal, fetch });
		if ('answer' in result) return result.answer;
		if (polling !== current) return undefined;
		if ('failed' in result) lifecycle.lost();
		else if (result.refusal.isFinal) lifecycle.refused(result.refusal.code);
		else lifecycle.lost(result.refusal.retryAfterMs);
		return undefined;
	}

	const { client, lifecycle, sender, report, send } = createCore<RoomClientEvent>(options, {
		link: { open: () => void open(), drop, probe: () => void http.probe(() => polling) },
		ready: (): boolean => lifecycle.state.name === 'open',
		transmit: (entry) => void http.transmit(entry)
	});

	return Object.assign(client, { send: (text: string) => send(room, text) });
}

/** 部屋の今の位置。分からなければ undefined */
async function currentCursor(
	poll: (after: string) => Promise<PollAnswer | undefined>
): Promise<string | undefined> {
	for (let after = unknownCursor; ;) {
		const answer = await poll(after);
		if (answer === undefined || typeof answer.cursor !== 'string') return undefined;
		if (list(answer.messages).length < pageSize) return answer.cursor;
		after = answer.cursor;
	}
}

function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
