/** A poll that has been answered, as the browser measured it. */
export interface Answered {
	key: number;
	/** ms since the epoch, this browser's clock. */
	at: number;
	tookMs: number;
	messages: number;
	/** On the wire, head and body; 0 where the browser does not say. */
	bytes: number;
}

/** The newest answers, newest first, and how many there have been. */
export function createAnswers(limit = 6) {
	let answers: readonly Answered[] = [];
	let total = 0;

	return {
		get newest() {
			return answers;
		},
		get total() {
			return total;
		},
		add(answer: Omit<Answered, 'key'>) {
			answers = [{ key: ++total, ...answer }, ...answers].slice(0, limit);
		}
	};
}
