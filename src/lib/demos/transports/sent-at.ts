/** The most texts that are kept. */
const maxTexts = 500;

/** When texts were sent, on this browser's clock (ms). The oldest are evicted. */
export function createSentAt(limit = maxTexts) {
	const times = new Map<string, number>();

	return {
		add(text: string, now: number) {
			times.set(text, now);
			if (times.size > limit) times.delete(times.keys().next().value ?? text);
		},
		/** How long ago a text was sent, in ms; null for an unknown text. */
		since(text: string, now: number): number | null {
			const sent = times.get(text);
			return sent === undefined ? null : now - sent;
		}
	};
}
