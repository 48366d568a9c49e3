import { maxPollBytes, maxPollMessages } from '$lib/protocol/message.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { createCore, type ClientOptions } from './core.ts';
import { createHttpRoom } from './http-room.ts';
import { listOf, longPoll, unknownCursor, type PollAnswer } from './long-poll.ts';
import type { RoomClient, RoomClientEvent } from './room-client.ts';

export interface LongPollingClientOptions extends ClientOptions<RoomClientEvent> {
	room: string;
	/** 省略すれば、ブラウザーのもの */
	fetch?: typeof window.fetch;
}

/**
 * ロングポーリングで1つのルームに接続する。再接続、再開、未送信メッセージの保存も行う。
 *
 * 初めに、ルームの現在の位置を取得する。「次の1件」を待つリクエストから始めると、応答前に切断したとき、
 * 再開する位置が分からなくなる
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

		// 待機中はレスポンスが届かないので、接続できたことを先に確認する
		if (!(await http.isThere())) return isOver() ? undefined : lifecycle.lost();
		if (isOver()) return;
		cursor ??= await currentCursor((after) => poll(after, current));
		if (isOver() || cursor === undefined) return;
		lifecycle.opened();
		sender.pump();

		// レスポンスが届いたら、その続きを要求する。同時に2本は送らない
		while (!isOver()) {
			const answer = await poll(cursor, current);
			if (isOver() || answer === undefined) return;
			const gap = parseNamedEvent('gap', answer.gap);
			if (gap) reader.receive(gap);
			for (const message of listOf(answer.messages))
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

	/** リクエスト1回。失敗したら、lifecycle に通知して undefined を返す */
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

/** ルームの現在の位置。不明なら undefined */
async function currentCursor(
	poll: (after: string) => Promise<PollAnswer | undefined>
): Promise<string | undefined> {
	for (let after = unknownCursor; ;) {
		const answer = await poll(after);
		if (answer === undefined || typeof answer.cursor !== 'string') return undefined;
		if (!mayHaveMore(listOf(answer.messages))) return answer.cursor;
		after = answer.cursor;
	}
}

/** 最も長いメッセージのJSONより大きいバイト数 */
const messageBytes = 16 * 1024;

/** 件数かバイト数の上限まで入っていて、続きがある可能性があるか */
function mayHaveMore(messages: readonly unknown[]): boolean {
	const bytes = new TextEncoder().encode(JSON.stringify(messages)).length;
	return messages.length >= maxPollMessages || bytes > maxPollBytes - messageBytes;
}
