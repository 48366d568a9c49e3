import type { Message } from '$lib/protocol/message.ts';

/** What a value has brought. */
export interface News {
	/** Messages that no value before held, oldest first. */
	fresh: readonly Message[];
	/** How many messages lie between the last value and this one and were in neither. */
	skipped: number;
}

/**
 * Follows the values of a live query of a room's newest messages. Connecting, waiting and coming back are
 * SvelteKit's business (`connected`, `reconnect()` of the query itself), so there is no lifecycle here;
 * what a reader of values has to see for himself is what they pass over. A query knows no gap and no
 * resuming: after a break the next value is simply the newest again.
 */
// #region newest
export function createNewest() {
	let last: Message | undefined;

	/** 値を1つ受け取り、増えたメッセージと、どの値にも入らなかった数を返す */
	return function take(newest: readonly Message[]): News {
		const before = last;
		const epoch = (id: string) => id.slice(0, id.lastIndexOf('.'));
		const isSame = before !== undefined && newest.some(({ id }) => epoch(id) === epoch(before.id));
		const fresh = isSame ? newest.filter(({ seq }) => seq > before.seq) : newest;
		const first = fresh[0];
		last = newest.at(-1) ?? last;
		// 番号に抜けはないので、前の値の最後と、今の値の最初の差が、飛ばした数になる
		const skipped = isSame && first ? first.seq - before.seq - 1 : 0;
		return { fresh, skipped };
	};
}
// #endregion newest
