/**
 * 相手がまだ答えるか。ブラウザーには、サーバーの ping も、抜けたケーブルも見えない。
 * 片側だけ開いたソケットは何分も開いて見えるので、静かなときは尋ねる
 */
// #region liveness
export function createLiveness({ quietMs = 30_000, answerMs = 10_000 } = {}) {
	let heardAt = 0;
	let askedAt: number | undefined;

	return {
		/** 何かが届いた。または、つながった */
		heard(now: number) {
			heardAt = now;
			askedAt = undefined;
		},
		/** 尋ねた。続けて尋ねても、最初の期限は延びない */
		asked(now: number) {
			askedAt ??= now;
		},
		/** 静けさの意味。まだ平気か、尋ねる頃合いか、もういないか */
		verdict(now: number): 'alive' | 'ask' | 'dead' {
			if (askedAt !== undefined) return now - askedAt >= answerMs ? 'dead' : 'alive';
			return now - heardAt >= quietMs ? 'ask' : 'alive';
		}
	};
}
// #endregion liveness

export type Liveness = ReturnType<typeof createLiveness>;
