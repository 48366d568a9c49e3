/** When texts were sent, on this browser's clock (ms). The oldest are forgotten. */
export function createSentAt(limit = 500) {
	const times = new Map<string, number>();

	return {
		add(text: string, now: number) {
			times.set(text, now);
			if (times.size > limit) times.delete(times.keys().next().value ?? text);
		},
		/** ms from then until now; null for a text that is not remembered. */
		since(text: string, now: number): number | null {
			const sent = times.get(text);
			return sent === undefined ? null : now - sent;
		}
	};
}
