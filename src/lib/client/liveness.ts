/**
 * Whether the other side still answers. A browser sees neither the server's pings nor a cable that
 * was pulled out: a half-open socket looks open for minutes, so silence has to be asked about.
 */
export function createLiveness({ quietMs = 30_000, answerMs = 10_000 } = {}) {
	let heardAt = 0;
	let askedAt: number | undefined;

	return {
		/** Something arrived, or the connection has just opened. */
		heard(now: number) {
			heardAt = now;
			askedAt = undefined;
		},
		/** A question went out; a second one does not extend the time for the first. */
		asked(now: number) {
			askedAt ??= now;
		},
		/** What the silence means: nothing yet, time to ask, or nobody there. */
		verdict(now: number): 'alive' | 'ask' | 'dead' {
			if (askedAt !== undefined) return now - askedAt >= answerMs ? 'dead' : 'alive';
			return now - heardAt >= quietMs ? 'ask' : 'alive';
		}
	};
}

export type Liveness = ReturnType<typeof createLiveness>;
