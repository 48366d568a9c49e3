import type { Problem } from '$lib/protocol/errors.ts';
import { randomId } from '$lib/protocol/room.ts';

/** サーバーがまだ記録していないメッセージ。書き換えずに、置き換える */
export interface OutboxEntry {
	/** 送り直しても二重にならないための番号。サーバーは1度だけ記録する */
	readonly clientId: string;
	readonly room: string;
	readonly text: string;
	/** pending はこれから送る、sent は返事を待つ、failed は失敗して problem に理由がある */
	readonly state: 'pending' | 'sent' | 'failed';
	readonly problem?: OutboxProblem;
	/** 最初に送った時刻。渡された時計のミリ秒 */
	readonly sentAt?: number;
}

/** サーバーが断った理由。unconfirmed は、古すぎて届いたか分からないもの */
export type OutboxProblem = Pick<Problem, 'message'> & { code: Problem['code'] | 'unconfirmed' };

export interface OutboxOptions {
	/** 預かる数の上限 */
	limit?: number;
	/**
	 * 最初に送ってから、送り直してよい時間(ミリ秒)。サーバーは clientId を、届いてから5分間覚えている。
	 * 時計のずれと遅い回線のために、30秒の余裕を残す
	 */
	repeatMs?: number;
	newId?: () => string;
}

const always = () => true;

/** 待てば通る理由。ほかの理由は、同じ文を送っても同じ結果になる */
const transientCodes: ReadonlySet<string> = new Set([
	'rate_limited',
	'full',
	'draining',
	'broker_unavailable'
]);

// #region outbox
export function createOutbox({
	limit = 100,
	repeatMs = 270_000,
	newId = () => randomId(16)
}: OutboxOptions = {}) {
	let entries: readonly OutboxEntry[] = [];

	const change = (clientId: string, to: Partial<OutboxEntry>) => {
		entries = entries.map((entry) => (entry.clientId === clientId ? { ...entry, ...to } : entry));
	};

	/** 書かれたものを預かる。切れていてもよい。満杯なら受け取らない。 */
	function add(room: string, text: string): OutboxEntry | undefined {
		if (entries.length >= limit) return undefined;
		const entry: OutboxEntry = { clientId: newId(), room, text, state: 'pending' };
		entries = [...entries, entry];
		return entry;
	}

	/** 次に送るものを「送信済み」にして返す。返事を待つ間は次を送らないので、順序が変わらない。 */
	function take(now: number, ready: (room: string) => boolean = always): OutboxEntry | undefined {
		entries = withExpired(entries, now - repeatMs);
		if (entries.some((entry) => entry.state === 'sent')) return undefined;
		const next = entries.find((entry) => entry.state === 'pending' && ready(entry.room));
		if (next) change(next.clientId, { state: 'sent', sentAt: next.sentAt ?? now });
		return next;
	}

	/** サーバーが記録した。ここで初めて手放す。 */
	function acknowledged(clientId: string): void {
		entries = entries.filter((entry) => entry.clientId !== clientId);
	}

	/** 切れた。届いたかどうか分からないものは、同じ clientId で送り直す(二重にはならない)。 */
	function lost(): void {
		for (const { clientId, state } of entries) {
			if (state === 'sent') change(clientId, { state: 'pending' });
		}
	}
	// #endregion outbox

	/** 断られた。次の take まで待つミリ秒を返す。失敗なら0 */
	function refused(clientId: string, { code, message, retryAfterMs = 1_000 }: Problem): number {
		const waits = transientCodes.has(code);
		change(clientId, { state: waits ? 'pending' : 'failed', problem: { code, message } });
		return waits ? retryAfterMs : 0;
	}

	/** 失敗したものを、新しい clientId で送り直す。前の clientId には、もう返事がある */
	function retry(clientId: string): void {
		const entry = entries.find((candidate) => candidate.clientId === clientId);
		if (entry?.state !== 'failed') return;
		discard(clientId);
		add(entry.room, entry.text);
	}

	/** 失敗したものを捨てる */
	function discard(clientId: string): void {
		entries = entries.filter((entry) => entry.clientId !== clientId || entry.state !== 'failed');
	}

	return {
		get entries() {
			return entries;
		},
		add,
		take,
		acknowledged,
		lost,
		refused,
		retry,
		discard
	};
}

/**
 * oldest より前に送ったまま返事のないものを、失敗にする。サーバーが clientId を忘れたので、届いていれば
 * 二重になる。送り直すかどうかは、書いた人が決める
 */
function withExpired(entries: readonly OutboxEntry[], oldest: number): readonly OutboxEntry[] {
	const message = 'Nobody can tell any more whether this arrived.';
	return entries.map((entry) => {
		const { state, sentAt } = entry;
		const isExpired = state === 'pending' && sentAt !== undefined && sentAt <= oldest;
		return isExpired
			? { ...entry, state: 'failed', problem: { code: 'unconfirmed', message } }
			: entry;
	});
}

export type Outbox = ReturnType<typeof createOutbox>;
