import { formatCursor, parseCursor, type Cursor } from '../../../../protocol/cursor.ts';
import type { Gap } from '../../../../protocol/message.ts';
import { notifyAll, type RoomListener } from '../broker.ts';
import type { Entry } from './entry.ts';
import type { RoomPage } from './rooms.ts';
import { historyLength } from '../../limits.ts';

export interface RoomFeedOptions {
	room: string;
	/** Reads the messages after a position; if it is null, only the room's position. */
	read(after: Cursor | null): Promise<RoomPage>;
	/** Called with a message that was delivered from the channel. */
	observed(entry: Entry): void;
	/** Called when the stream has to be read: the owner calls `catchUp` and handles its failure. */
	onBehind(): void;
	/** Called when a listener has thrown. */
	onError(error: unknown): void;
}

/**
 * One room's stream on this instance. The Pub/Sub channel is fast but may lose messages; the Redis stream is
 * slow but complete. A message from the channel is delivered if it is exactly the next one, and skipped if it
 * has already been read; in every other case the stream is read until the two meet. So listeners get each message once and in order, or a gap,
 * even if the channel loses messages.
 */
export class RoomFeed {
	readonly listeners = new Set<RoomListener>();
	readonly #options: RoomFeedOptions;
	#position: Cursor | null = null;
	#lineage = 0;
	/** The newest seq from the channel. The channel repeats a seq only if Redis was set back to an older state. */
	#newestReceived = 0;
	#isLive = false;
	/** What the channel delivered while the stream was read; null means that it has to be read once more. */
	#queue: (Entry | null)[] = [];
	#catchingUp: Promise<void> | null = null;

	constructor(options: RoomFeedOptions) {
		this.#options = options;
	}

	/** The position up to which listeners have received the stream; null before the first read. */
	get position(): Cursor | null {
		return this.#position;
	}

	/** Handles what came over the room's channel: a message, or null if the stream has to be read. */
	receive(entry: Entry | null): void {
		if (!this.#isLive) this.#enqueue(entry);
		else if (entry === null || !this.#deliverNext(entry)) {
			this.#enqueue(null);
			// More messages may arrive before the read has been sent.
			this.#isLive = false;
			this.#options.onBehind();
		}
	}

	/** The channel is lost. What it delivers from now on waits until `catchUp` has read the stream. */
	suspend(): void {
		this.#isLive = false;
		this.#newestReceived = 0;
		this.#queue = [];
	}

	/**
	 * Reads the stream up to where the channel continues.
	 * @throws what `read` throws; the feed then stays where it is until the next call
	 */
	catchUp(): Promise<void> {
		this.#catchingUp ??= this.#readToEnd();
		return this.#catchingUp;
	}

	// #region catch-up
	/** 履歴を、チャンネルで受信した範囲とつながるまで読む */
	async #readToEnd(): Promise<void> {
		this.#isLive = false;
		try {
			let isBehind: boolean;
			do {
				let page: RoomPage;
				do {
					page = await this.#options.read(this.#position);
					this.#applyPage(page);
				} while (page.end.seq < page.last.seq);
				isBehind = false;
				// 読み取り中にチャンネルへ届いたものが、続きとして連続するか
				for (const entry of this.#queue.splice(0)) {
					isBehind ||= entry === null || !this.#deliverNext(entry);
				}
			} while (isBehind);
			this.#isLive = true;
		} finally {
			this.#catchingUp = null; // isLive と同時に更新する。間に通知が届くと、終了した読み取りを待ってしまう
		}
	}
	// #endregion catch-up

	#enqueue(entry: Entry | null): void {
		if (this.#queue.length >= historyLength) this.#queue = [null];
		this.#queue.push(entry);
	}

	// #region take
	/** 次の番号のメッセージなら渡す。false なら、履歴の読み取りが必要 */
	#deliverNext(entry: Entry): boolean {
		const { at } = entry;
		const position = this.#position;
		if (position?.epoch !== at.epoch || at.seq > position.seq + 1) return false;
		const isFirstTime = at.seq > this.#newestReceived;
		this.#newestReceived = Math.max(this.#newestReceived, at.seq);
		// 履歴で取得済み。同じ番号が再び届いたら、Redis が古い状態に戻っている
		if (at.seq <= position.seq) return isFirstTime;
		this.#options.observed(entry);
		this.#deliver(entry);
		return true;
	}
	// #endregion take

	#applyPage({ gap, entries, end, last, lineage }: RoomPage): void {
		const before = this.#position;
		const start = { epoch: last.epoch, seq: end.seq - entries.length };
		const isSame = before === null || before.epoch === last.epoch;
		if (!isSame) this.#newestReceived = 0;
		if (gap !== null) this.#applyGap(gap);
		else if (before !== null && isSame && lineage !== this.#lineage) this.#reset(start);
		this.#lineage = lineage;
		for (const entry of entries) this.#deliver(entry);
		this.#position = end;
	}

	/** It is unknown whether the messages so far are part of the history that follows. */
	#reset(cursor: Cursor): void {
		const { room } = this.#options;
		this.#applyGap({ room, reason: 'reset', from: null, to: null, cursor: formatCursor(cursor) });
	}

	#applyGap(gap: Gap): void {
		this.#position = parseCursor(gap.cursor) ?? this.#position;
		this.#notify((listener) => listener.gap(gap));
	}

	#deliver({ message, at }: Entry): void {
		this.#position = at;
		this.#notify((listener) => listener.message(message));
	}

	#notify(call: (listener: RoomListener) => void): void {
		notifyAll(this.listeners, call, this.#options.onError);
	}
}
