import { problem } from '../../protocol/errors.ts';
import { encodeSse, encodeSseComment } from '../../protocol/sse.ts';
import type { TutorialEvent } from '../../protocol/tutorial.ts';
import { encodeClosing } from '../realtime/wire/event-stream.ts';
import { jitterMs } from '../realtime/jitter.ts';
import { History } from './history.ts';

/** One open stream. The feed never calls it again once it has left. */
export interface Reader {
	/** The name with which the reader can ask to drop this stream; random, so that nobody else can. */
	name?: string | null;
	send(chunk: Uint8Array): void;
	/** Ends the stream, after `last` if it is set. */
	end(last?: Uint8Array): void;
}

const tickMs = 1_000;
/** How many updates are kept for resuming, and for how many the feed continues without a reader. */
const heldUpdates = 60;
/** A heartbeat is sent once per this many updates. Proxies close silent streams, nginx after 60 seconds (S6). */
const updatesPerHeartbeat = 15;

/** `GET /api/events` の配信元。プロセスに1つだけあり、値は 0 から 1 の間で変動する */
export class Feed {
	readonly #readers = new Set<Reader>();
	readonly #history = new History(heldUpdates);
	#timer: NodeJS.Timeout | undefined;
	#ticks = 0;
	#ticksAlone = 0;
	#value = 0.5;
	readonly #onSigterm = () => this.end();

	/** 接続しているクライアントの数 */
	get readers(): number {
		return this.#readers.size;
	}

	// #region join
	/** クライアントを追加する。戻り値を呼ぶと外れる(何度呼んでもよい) */
	join(reader: Reader, lastEventId: string | null): () => void {
		this.#start();
		this.#readers.add(reader);
		// 接続の通知と、切断中の更新を、まとめて送る
		const { gap, from, missed } = this.#history.since(lastEventId);
		// 再起動後に一斉に再接続しないよう、再接続までの時間をクライアントごとに変える
		const retry = 1_000 + Math.random() * 2_000;
		const connected = encode({ type: 'connected', timestamp: Date.now() }, from, retry);
		const lost = gap ? encodeSse({ event: 'gap', data: JSON.stringify(gap) }) : '';
		reader.send(Buffer.concat([Buffer.from(connected + lost), ...missed]));
		return () => void this.#readers.delete(reader);
	}
	// #endregion join

	/** この名前のクライアントの接続だけを終了する。ブラウザーは自動で再接続する */
	drop(name: string): boolean {
		const reader = [...this.#readers].find((candidate) => candidate.name === name);
		if (!reader) return false;
		this.#readers.delete(reader);
		reader.end();
		return true;
	}

	// #region tick
	/** 1秒ごとに実行する。タイマーはクライアントごとではなく、プロセスに1つ */
	#tick(): void {
		this.#ticksAlone = this.#readers.size > 0 ? 0 : this.#ticksAlone + 1;
		if (this.#ticksAlone > heldUpdates) return this.end(); // 接続がない
		this.#value = Math.min(1, Math.max(0, this.#value + (Math.random() - 0.5) / 4));
		const value = Number(this.#value.toFixed(3));
		const event = { type: 'update', timestamp: Date.now(), value } as const;
		const heartbeat =
			++this.#ticks % updatesPerHeartbeat === 0 ? encodeSseComment('heartbeat') : '';
		// シリアライズは1度だけ。同じバイト列を全員に配信する
		const chunk = Buffer.from(heartbeat + encode(event, this.#history.nextId));
		this.#history.add(chunk);
		for (const reader of this.#readers) reader.send(chunk);
	}
	// #endregion tick

	/** 再起動の前に、理由を伝えて全員を切断する。ブラウザーは retry: の時間のあと、自動で再接続する */
	end(): void {
		process.off('SIGTERM', this.#onSigterm);
		clearInterval(this.#timer);
		this.#timer = undefined;
		const readers = [...this.#readers];
		this.#readers.clear();
		for (const reader of readers) {
			const closing = problem('draining', { retryAfterMs: jitterMs() });
			reader.end(Buffer.from(encodeClosing(closing)));
		}
	}

	#start(): void {
		if (this.#timer) return;
		this.#ticksAlone = 0;
		this.#timer = setInterval(() => this.#tick(), tickMs).unref();
		// 開いたままのストリームがあると、プロセスが終了しない
		process.once('SIGTERM', this.#onSigterm);
	}
}

function encode(event: TutorialEvent, id: string, retry?: number): string {
	return encodeSse({ id, data: JSON.stringify(event), retry });
}
