/** A finished poll, as the browser measured it. */
export interface Answered {
	key: number;
	/** ms since 1970, by this browser's clock. */
	at: number;
	tookMs: number;
	/** Null if the connection was lost before the answer. */
	messages: number | null;
	/** The size of headers and body; 0 if the browser does not report it. */
	bytes: number;
}

/** How many answers the table shows. */
const maxAnswers = 6;

/** The last answers, newest first. */
export function createAnswers(limit = maxAnswers) {
	let answers: readonly Answered[] = [];
	let lastKey = 0;

	return {
		get newest() {
			return answers;
		},
		add(answer: Omit<Answered, 'key'>) {
			answers = [{ key: ++lastKey, ...answer }, ...answers].slice(0, limit);
		}
	};
}
