import type { Gap, Message, Welcome } from '$lib/protocol/message.ts';

/** Numbers that never came, both ends included. */
export interface Hole {
	from: number;
	to: number;
}

/**
 * Follows one room's stream: where to go on after a break, what came twice, what is missing.
 *
 * Ids are opaque, so repeated messages are told by remembering ids; `seq` has no holes, so a jump that
 * no `gap` announced is a loss that would otherwise be silent.
 */
export function createSequence({ remember = 1_000 } = {}) {
	const seen = new Set<string>();
	let cursor: string | undefined;
	let lastSeq: number | undefined;

	return {
		/** What to hand over as `after`; undefined before the first connection. */
		get cursor() {
			return cursor;
		},

		/** The beginning of a connection. Only the first one decides where the stream begins. */
		welcome(welcome: Pick<Welcome, 'cursor' | 'lastSeq'>) {
			if (cursor !== undefined) return;
			cursor = welcome.cursor;
			lastSeq = welcome.lastSeq;
		},

		/** The server says what it cannot replay: go on behind it. */
		gap(gap: Pick<Gap, 'cursor' | 'to'>) {
			cursor = gap.cursor;
			lastSeq = gap.to ?? undefined;
		},

		// #region message
		/** 新しいメッセージか。その前に欠けた番号があるか */
		message({ id, seq }: Pick<Message, 'id' | 'seq'>): { fresh: boolean; hole?: Hole } {
			if (seen.has(id)) return { fresh: false };
			seen.add(id);
			// Set は入れた順を保つ。先頭がいちばん古い
			for (const oldest of seen) {
				if (seen.size <= remember) break;
				seen.delete(oldest);
			}
			const expected = (lastSeq ?? seq - 1) + 1;
			cursor = id;
			lastSeq = seq;
			// 番号が戻ったときは、数え直しであって欠落ではない
			return seq > expected
				? { fresh: true, hole: { from: expected, to: seq - 1 } }
				: { fresh: true };
		}
		// #endregion message
	};
}

export type Sequence = ReturnType<typeof createSequence>;
