/** A polling request that is over, as the browser measured it. */
export interface Answered {
	key: number;
	/** ms since the epoch, this browser's clock. */
	at: number;
	tookMs: number;
	/** null: the connection was cut before the answer. */
	messages: number | null;
	/** Header and body; 0 if the browser does not report it. */
	bytes: number;
}

/** Answers in the table. */
const maxAnswers = 6;

/** The last answers, newest first, and how many there were in total. */
export function createAnswers(limit = maxAnswers) {
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
