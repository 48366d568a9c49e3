/**
 * Whether the other side still answers. A browser sees neither the server's pings nor a cable that
 * was pulled out: a half-open socket looks open for minutes, so silence has to be asked about.
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
