import type { Message } from '$lib/protocol/message.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { createBackoff, type Backoff } from './backoff.ts';
import { listOf, longPoll, unknownCursor, type PollRequest } from './long-poll.ts';
import { createReader } from './reader.ts';
import type { RoomClientEvent } from './room-client.ts';
import { watchLiveness, type LivenessIntervals } from './watch-liveness.ts';

interface LosslessOptions extends LivenessIntervals {
	room: string;
	onEvent: (event: RoomClientEvent) => void;
	/** クエリの接続を閉じて、開き直す */
	reconnect: () => void;
	/** 履歴を取得できないとき、次に試すまでの時間 */
	backoff?: Backoff;
	fetch?: typeof window.fetch;
}

/**
 * query.live の値から、メッセージを1件も失わずに取り出す。query.live は最新の10件を届ける。値にない分は、ルームの
 * 履歴 (GET /api/rooms/{room}/poll) から取得する
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
	const log = createLogReader({ room, reader, signal, fetch });
	let newest: readonly Message[] = [];
	let isReading = false;

	// #region take
	/** 値が届くたびに呼ぶ。最後に処理したメッセージから続いていなければ、間を履歴から取得する */
	async function take(value: readonly Message[]) {
		watch.heard();
		newest = value;
		if (isReading) return; // 取得が終わったとき、最後に届いた値を処理する
		isReading = true;
		while (!follows(newest)) {
			if (!(await log.readNext())) await sleep(backoff.next(Date.now()));
			if (signal.aborted) return;
		}
		log.receive(newest);
		isReading = false;
	}

	/** 最後に処理したメッセージから続いているか。何も処理していなければ、その値から始める */
	function follows(value: readonly Message[]): boolean {
		const last = value.at(-1);
		const { cursor } = reader;
		if (last === undefined || cursor === undefined || reader.has(last.id)) return true;
		return value.some(({ id }) => id === cursor);
	}

	/** 無通信が続いたときに呼ぶ。受信していないメッセージが履歴にあれば、クエリの値が届いていない */
	async function ask() {
		const isMissing = await log.hasUnreceived();
		if (isMissing) reopen();
		else if (isMissing === false) watch.heard(); // 応答がなければ、watchがreopenを呼ぶ
	}
	// #endregion take

	const watch = watchLiveness({ ...intervals, ask: () => void ask(), onDead: reopen });

	function reopen() {
		watch.stop();
		if (!signal.aborted) reconnect();
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

interface LogReaderOptions extends Pick<PollRequest, 'room' | 'signal' | 'fetch'> {
	reader: ReturnType<typeof createReader>;
}

/** Reads the log of the room. Values of the query pass through `receive` too, so that `previous` takes them into account. */
function createLogReader({ reader, ...request }: LogReaderOptions) {
	/** 最後から2番目に処理した位置 */
	let previous = unknownCursor;

	// #region log
	/** 最後に処理した位置の続きを取得する。続きがあるので、サーバーは待たずに応答する。取得できなければfalse */
	async function readNext(): Promise<boolean> {
		const after = reader.cursor ?? unknownCursor;
		const answer = await poll(after);
		// 履歴にも残っていなければ、サーバーがgapで知らせる
		const gap = parseNamedEvent('gap', answer?.gap);
		if (gap && after !== unknownCursor) reader.receive(gap);
		receive(answer?.messages);
		return reader.cursor !== after;
	}

	/** 受信していないメッセージが、履歴にあるか。応答がなければundefined */
	async function hasUnreceived(): Promise<boolean | undefined> {
		// 1つ前の位置を指定すると、新しいメッセージがなくても、サーバーは待たずに応答する
		const answer = await poll(previous);
		if (!answer) return undefined;
		const last = parseNamedEvent('message', listOf(answer.messages).at(-1));
		return last?.type === 'message' && !reader.has(last.id);
	}
	// #endregion log

	function receive(messages: unknown) {
		for (const message of listOf(messages)) {
			const before = reader.cursor ?? unknownCursor;
			reader.receive(parseNamedEvent('message', message));
			if (reader.cursor !== before) previous = before;
		}
		// 最初の値が空なら、番号1から受信する。空でなければ、開始位置は決まっているので、この呼び出しは何も変えない
		reader.startAt({ cursor: unknownCursor, lastSeq: 0 });
	}

	/** 応答がなければ undefined */
	async function poll(after: string) {
		const result = await longPoll({ ...request, after });
		return 'answer' in result ? result.answer : undefined;
	}

	return { readNext, hasUnreceived, receive };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
