import type { Gap, Message, Welcome } from '$lib/protocol/message.ts';

/** 届かなかった番号。両端を含む */
export interface Hole {
	from: number;
	to: number;
}

/** 重複を見分けるために覚えておく id の数 */
const maxIds = 1_000;

/**
 * 1つの部屋の流れを追う。切れたあとにどこから続けるか、何が重複し、何が欠けたか。
 * id の中身は読まないので、重複は覚えた id で見分ける。seq に抜けはないので、gap の知らせなしに
 * 番号が飛んだら、欠落がある
 */
export function createSequence({ remember = maxIds } = {}) {
	const seen = new Set<string>();
	let cursor: string | undefined;
	let lastSeq: number | undefined;

	return {
		/** after に渡すもの。最初の接続までは undefined */
		get cursor() {
			return cursor;
		},

		/** 接続が始まった。どこから始めるかは、最初の接続が決める */
		welcome(welcome: Pick<Welcome, 'cursor' | 'lastSeq'>) {
			if (cursor !== undefined) return;
			cursor = welcome.cursor;
			lastSeq = welcome.lastSeq;
		},

		/** サーバーがもう持たない部分。その先から続ける */
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
