import { problem } from '../../protocol/errors.ts';
import { encodeSse, encodeSseComment } from '../../protocol/sse.ts';
import type { TutorialEvent } from '../../protocol/tutorial.ts';
import { encodeClosing } from '../realtime/wire/event-stream.ts';
import { jitterMs } from '../realtime/jitter.ts';
import { History } from './history.ts';

/** One open stream. The feed never calls it again once it has left. */
export interface Reader {
	/** The reader's name, by which it can be dropped on request; random, so that no one else can do it. */
	name?: string | null;
	send(chunk: Uint8Array): void;
	/** Ends the stream, after `last` if it is set. */
	end(last?: Uint8Array): void;
}

const everyMs = 1_000;
/** How many updates can be resumed, and for how many the feed goes on without a reader. */
const held = 60;
/** A heartbeat after every so many updates. Proxies close silent streams, nginx after 60 seconds (S6). */
const heartbeatEvery = 15;

/** `GET /api/events` の送り手。プロセスに一つだけあり、値が 0 から 1 のあいだを揺れ動く */
export class Feed {
	readonly #readers = new Set<Reader>();
	readonly #history = new History(held);
	#timer: NodeJS.Timeout | undefined;
	#ticks = 0;
	#alone = 0;
	#value = 0.5;
	readonly #onSigterm = () => this.end();

	/** いまつながっている読者の数 */
	get readers(): number {
		return this.#readers.size;
	}

	// #region join
	/** 読者を加える。戻り値を呼ぶと抜ける(何度呼んでもよい) */
	join(reader: Reader, lastEventId: string | null): () => void {
		this.#start();
		this.#readers.add(reader);
		// 接続の知らせと、切れているあいだに逃した更新を、ひとまとめに送る
		const { gap, from, missed } = this.#history.since(lastEventId);
		// 再起動のあと全員が一斉に戻らないよう、つなぎ直すまでの時間を読者ごとに変える
		const retry = 1_000 + Math.random() * 2_000;
		const connected = encode({ type: 'connected', timestamp: Date.now() }, from, retry);
		const lost = gap ? encodeSse({ event: 'gap', data: JSON.stringify(gap) }) : '';
		reader.send(Buffer.concat([Buffer.from(connected + lost), ...missed]));
		return () => void this.#readers.delete(reader);
	}
	// #endregion join

	/** この名前の読者の接続だけを終える。ブラウザーは自分からつなぎ直してくる */
	drop(name: string): boolean {
		const reader = [...this.#readers].find((candidate) => candidate.name === name);
		if (!reader) return false;
		this.#readers.delete(reader);
		reader.end();
		return true;
	}

	// #region tick
	/** 1秒ごとに一度。タイマーは読者ごとではなく、プロセスに一つ */
	#tick(): void {
		this.#alone = this.#readers.size > 0 ? 0 : this.#alone + 1;
		if (this.#alone > held) return this.end(); // 誰も聞いていない
		this.#value = Math.min(1, Math.max(0, this.#value + (Math.random() - 0.5) / 4));
		const event = { type: 'update', timestamp: Date.now(), value: this.#value } as const;
		const heartbeat = ++this.#ticks % heartbeatEvery === 0 ? encodeSseComment('heartbeat') : '';
		// 文字列にするのは一度だけ。同じバイト列を全員に配る
		const chunk = Buffer.from(heartbeat + encode(event, this.#history.nextId));
		this.#history.add(chunk);
		for (const reader of this.#readers) reader.send(chunk);
	}
	// #endregion tick

	/** 再起動の前に、理由を伝えて全員を帰す。ブラウザーは retry: の時間のあと、自分からつなぎ直す */
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
		this.#alone = 0;
		this.#timer = setInterval(() => this.#tick(), everyMs).unref();
		// 開いたままのストリームは、プロセスの終わりを引き止める
		process.once('SIGTERM', this.#onSigterm);
	}
}

function encode(event: TutorialEvent, id: string, retry?: number): string {
	return encodeSse({ id, data: JSON.stringify(event), retry });
}
