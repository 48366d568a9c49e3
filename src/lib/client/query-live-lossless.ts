import type { Message } from '$lib/protocol/message.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { createBackoff, type Backoff } from './backoff.ts';
import { longPoll, unknownCursor } from './long-poll.ts';
import { createReader } from './reader.ts';
import type { RoomClientEvent } from './room-client.ts';
import { watchLiveness, type LivenessIntervals } from './watch-liveness.ts';

interface LosslessOptions extends LivenessIntervals {
	room: string;
	onEvent: (event: RoomClientEvent) => void;
	/** クエリの接続を閉じて、開き直す */
	reconnect: () => void;
	/** ログを取得できないとき、次に試すまでの時間 */
	backoff?: Backoff;
	fetch?: typeof window.fetch;
}

/**
 * query.live の値から、メッセージを1件も飛ばさずに取り出す。query.live は最新の10件を届け、値にない分は、ログ
 * (GET /api/rooms/{room}/poll) から取得する
 */
export function createLossless({
	room,
	onEvent,
	reconnect,
	backoff = createBackoff(),
	fetch = window.fetch.bind(window),
	...intervals
}: LosslessOptions) {
	const reader = createReader(room, onEvent);
	const stopping = new AbortController();
	const { signal } = stopping;
	let newest: readonly Message[] = [];
	let isReading = false;
	/** 最後の1つ前に処理した位置 */
	let previous = unknownCursor;

	// #region lossless
	/** 値が届くたびに呼ぶ。前の値から続いていなければ、間をログから取得する */
	async function take(value: readonly Message[]) {
		watch.heard();
		newest = value;
		if (isReading) return; // 取得が終わったとき、最後に届いた値を処理する
		isReading = true;
		while (!follows(newest)) {
			await readLog();
			if (signal.aborted) return;
		}
		receive(newest);
		isReading = false;
	}

	/** 最後に処理したメッセージから続いているか。最初の値は、そこから始める */
	function follows(value: readonly Message[]): boolean {
		const last = value.at(-1);
		const { cursor } = reader;
		if (last === undefined || cursor === undefined || reader.has(last.id)) return true;
		return value.some(({ id }) => id === cursor);
	}

	/** 最後に処理した位置の続きを、ログから取得する。続きがあるので、待たずに応答が届く */
	async function readLog() {
		const after = reader.cursor ?? unknownCursor;
		const answer = await poll(after);
		// ログにも残っていなければ、gapで分かる
		const gap = parseNamedEvent('gap', answer?.gap);
		if (gap && after !== unknownCursor) reader.receive(gap);
		receive(answer?.messages);
		if (reader.cursor === after) await sleep(backoff.next(Date.now()));
	}

	/** 無通信が続いたときに呼ぶ。ログにだけ新しいものがあれば、クエリの接続は失われている */
	async function ask() {
		// 1つ前の位置から尋ねると、新しいものがなくても、すぐに応答が届く
		const answer = await poll(previous);
		const last = parseNamedEvent('message', listOf(answer?.messages).at(-1));
		if (last?.type === 'message' && !reader.has(last.id)) reopen();
		else if (answer) watch.heard(); // 応答がなければ、watchがreopenを呼ぶ
	}
	// #endregion lossless

	const watch = watchLiveness({ ...intervals, ask: () => void ask(), onDead: reopen });

	function reopen() {
		watch.stop();
		if (!signal.aborted) reconnect();
	}

	function receive(messages: unknown) {
		for (const message of listOf(messages)) {
			const before = reader.cursor ?? unknownCursor;
			reader.receive(parseNamedEvent('message', message));
			if (reader.cursor !== before) previous = before;
		}
		// 空のルームでは、番号1から待つ。最初の値に含まれるものより前は、待たない
		reader.startAt({ cursor: unknownCursor, lastSeq: 0 });
	}

	/** 応答がなければ undefined */
	async function poll(after: string) {
		const result = await longPoll({ room, after, signal, fetch });
		return 'answer' in result ? result.answer : undefined;
	}

	return {
		take: (value: readonly Message[]) => void take(value),
		/** クエリが接続した。確認を始める */
		opened: () => watch.start(),
		/** クエリの接続が切れた。SvelteKit が再接続するまで、確認しない */
		closed: () => watch.stop(),
		stop() {
			watch.stop();
			stopping.abort();
		}
	};
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? (value as unknown[]) : [];
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
