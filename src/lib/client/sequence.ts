import type { Gap, Message, Welcome } from '$lib/protocol/message.ts';

/** 欠落した番号の範囲。両端を含む */
export interface Hole {
	from: number;
	to: number;
}

/** 重複の判定のために保持する id の数 */
const maxIds = 1_000;

/**
 * 1つのルームの受信状況を管理する。再開する位置、重複、欠落を求める。
 * id の内容は解釈せず、重複は保持した id で判定する。seq は連続するので、gap イベントなしに
 * 番号が飛んだら欠落とみなす
 */
export function createSequence({ remember = maxIds } = {}) {
	const seen = new Set<string>();
	let cursor: string | undefined;
	let lastSeq: number | undefined;

	return {
		/** after に渡す値。最初の接続までは undefined */
		get cursor() {
			return cursor;
		},

		/** すでに処理したか。古いものは忘れている */
		has: (id: string): boolean => seen.has(id),

		/** 接続を開始した。開始位置は最初の接続で決まる */
		welcome(welcome: Pick<Welcome, 'cursor' | 'lastSeq'>) {
			if (cursor !== undefined) return;
			cursor = welcome.cursor;
			lastSeq = welcome.lastSeq;
		},

		/** サーバーに残っていない範囲。その先から続ける */
		gap(gap: Pick<Gap, 'cursor' | 'to'>) {
			cursor = gap.cursor;
			lastSeq = gap.to ?? undefined;
		},

		// #region message
		/** 新しいメッセージか、その前に欠落した番号があるか */
		message({ id, seq }: Pick<Message, 'id' | 'seq'>): { isNew: boolean; hole?: Hole } {
			if (seen.has(id)) return { isNew: false };
			seen.add(id);
			// Set は追加順を保つ。先頭が最も古い
			for (const oldest of seen) {
				if (seen.size <= remember) break;
				seen.delete(oldest);
			}
			const expected = (lastSeq ?? seq - 1) + 1;
			cursor = id;
			lastSeq = seq;
			// 番号が戻ったときは、採番のやり直しであって欠落ではない
			return seq > expected
				? { isNew: true, hole: { from: expected, to: seq - 1 } }
				: { isNew: true };
		}
		// #endregion message
	};
}
