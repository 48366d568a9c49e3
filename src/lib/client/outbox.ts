import type { Problem } from '$lib/protocol/errors.ts';
import { randomId } from '$lib/protocol/room.ts';

/** サーバーがまだ記録していないメッセージ。書き換えずに、置き換える */
export interface OutboxEntry {
	/** 再送による重複を防ぐ ID。サーバーは1度だけ記録する */
	readonly clientId: string;
	readonly room: string;
	readonly text: string;
	/** pending は送信前、sent は応答待ち、failed は失敗(理由は problem) */
	readonly state: 'pending' | 'sent' | 'failed';
	readonly problem?: OutboxProblem;
	/** 最初に送信した時刻。take の now と同じ時計のミリ秒 */
	readonly sentAt?: number;
}

/** サーバーが拒否した理由。unconfirmed は、期限を過ぎて結果が不明なもの */
export type OutboxProblem = Pick<Problem, 'message'> & { code: Problem['code'] | 'unconfirmed' };

export interface OutboxOptions {
	/** How many messages are kept. */
	limit?: number;
	/** A message may be sent again for this many ms after it was first sent. */
	repeatMs?: number;
	newId?: () => string;
}

/** 待てば成功する理由。ほかの理由では、再送しても同じ結果になる */
const transientCodes: ReadonlySet<string> = new Set([
	'rate_limited',
	'full',
	'draining',
	'broker_unavailable'
]);

// #region outbox
/** 保存する数の上限 */
const maxEntries = 100;
/**
 * 最初の送信から、再送してよい時間。サーバーは clientId を、受信から5分間保持する。時計のずれと
 * 回線の遅延を考え、30秒の余裕を設ける
 */
const maxRepeatMs = 270_000;

export class Outbox {
	entries: readonly OutboxEntry[] = [];
	readonly #limit: number;
	readonly #repeatMs: number;
	readonly #newId: () => string;

	constructor({
		limit = maxEntries,
		repeatMs = maxRepeatMs,
		newId = () => randomId(16)
	}: OutboxOptions = {}) {
		this.#limit = limit;
		this.#repeatMs = repeatMs;
		this.#newId = newId;
	}

	/** メッセージを保存する。切断中でもよい。満杯なら保存しない */
	add(room: string, text: string): OutboxEntry | undefined {
		if (this.entries.length >= this.#limit) return undefined;
		const entry: OutboxEntry = { clientId: this.#newId(), room, text, state: 'pending' };
		this.entries = [...this.entries, entry];
		return entry;
	}

	/** 次のメッセージを「送信済み」にして返す。応答を待つ間は次を送らないので、順序は変わらない */
	take(now: number, ready: (room: string) => boolean): OutboxEntry | undefined {
		this.entries = withExpired(this.entries, now - this.#repeatMs);
		if (this.entries.some((entry) => entry.state === 'sent')) return undefined;
		const next = this.entries.find((entry) => entry.state === 'pending' && ready(entry.room));
		if (next) this.#change(next.clientId, { state: 'sent', sentAt: next.sentAt ?? now });
		return next;
	}

	/** サーバーが記録した。この時点で削除する */
	acknowledged(clientId: string): void {
		this.entries = this.entries.filter((entry) => entry.clientId !== clientId);
	}

	/** 切断した。届いたか不明なメッセージは、同じ clientId で再送する(重複しない) */
	lost(): void {
		for (const { clientId, state } of this.entries) {
			if (state === 'sent') this.#change(clientId, { state: 'pending' });
		}
	}
	// #endregion outbox

	/** 拒否された。次の take までの待機時間(ミリ秒)を返す。失敗なら0 */
	refused(clientId: string, { code, message, retryAfterMs = 1_000 }: Problem): number {
		const waits = transientCodes.has(code);
		this.#change(clientId, { state: waits ? 'pending' : 'failed', problem: { code, message } });
		return waits ? retryAfterMs : 0;
	}

	/** 失敗したメッセージを、新しい clientId で送信する。unconfirmed なら、重複することがある */
	retry(clientId: string): void {
		const entry = this.entries.find((candidate) => candidate.clientId === clientId);
		if (entry?.state !== 'failed') return;
		this.discard(clientId);
		this.add(entry.room, entry.text);
	}

	/** 失敗したメッセージを破棄する */
	discard(clientId: string): void {
		this.entries = this.entries.filter(
			(entry) => entry.clientId !== clientId || entry.state !== 'failed'
		);
	}

	#change(clientId: string, to: Partial<OutboxEntry>): void {
		this.entries = this.entries.map((entry) =>
			entry.clientId === clientId ? { ...entry, ...to } : entry
		);
	}
}

/**
 * oldest 以前に送って応答のないものを、失敗にする。サーバーが clientId を破棄した可能性があり、再送すると
 * 重複しうる。再送するかどうかは、ユーザーが決める
 */
function withExpired(entries: readonly OutboxEntry[], oldest: number): readonly OutboxEntry[] {
	const message = 'It is unknown whether this message arrived.';
	return entries.map((entry) => {
		const { state, sentAt } = entry;
		const isExpired = state === 'pending' && sentAt !== undefined && sentAt <= oldest;
		return isExpired
			? { ...entry, state: 'failed', problem: { code: 'unconfirmed', message } }
			: entry;
	});
}
