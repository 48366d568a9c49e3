import type { Problem } from '$lib/protocol/errors.ts';
import { randomId } from '$lib/protocol/room.ts';

/** A message that the server has not acknowledged. Entries are replaced, never changed. */
export interface OutboxEntry {
	/** Makes sending it again safe: the server stores it once. */
	readonly clientId: string;
	readonly room: string;
	readonly text: string;
	/** `pending`: still to be sent · `sent`: the answer is awaited · `failed`: `problem` says why. */
	readonly state: 'pending' | 'sent' | 'failed';
	readonly problem?: OutboxProblem;
	/** When it was first sent, ms on the clock that is passed in. */
	readonly sentAt?: number;
}

/** The server's refusal, or `unconfirmed`: too old to tell whether it arrived. */
export type OutboxProblem = Pick<Problem, 'message'> & { code: Problem['code'] | 'unconfirmed' };

export interface OutboxOptions {
	/** How many entries are kept. */
	limit?: number;
	/**
	 * How long after the first sending a repetition is safe, in ms. The server remembers a clientId for
	 * 5 minutes from its arrival; half a minute is left for clocks and slow lines.
	 */
	repeatMs?: number;
	newId?: () => string;
}

const always = () => true;

// What passes by itself: the message waits. Every other refusal would be repeated word for word.
const passing: ReadonlySet<string> = new Set([
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
		expire(now);
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

	// Repeating is safe only while the server still knows the clientId. What is older may have arrived
	// or not: the writer has to decide.
	function expire(now: number) {
		const message = 'Nobody can tell any more whether this arrived.';
		for (const { clientId, state, sentAt } of entries) {
			if (state === 'pending' && sentAt !== undefined && now - sentAt >= repeatMs) {
				change(clientId, { state: 'failed', problem: { code: 'unconfirmed', message } });
			}
		}
	}

	/** Handles a refusal. Returns the ms to wait before the next `take`, 0 if the entry has failed. */
	function refused(clientId: string, { code, message, retryAfterMs = 1_000 }: Problem): number {
		const waits = passing.has(code);
		change(clientId, { state: waits ? 'pending' : 'failed', problem: { code, message } });
		return waits ? retryAfterMs : 0;
	}

	/** Sends a failed entry once more, under a new clientId: the old one has its answer already. */
	function retry(clientId: string): void {
		const entry = entries.find((candidate) => candidate.clientId === clientId);
		if (entry?.state !== 'failed') return;
		const { room, text } = entry;
		const fresh: OutboxEntry = { clientId: newId(), room, text, state: 'pending' };
		entries = [...entries.filter((other) => other !== entry), fresh];
	}

	/** Gives up a failed entry. */
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

export type Outbox = ReturnType<typeof createOutbox>;
