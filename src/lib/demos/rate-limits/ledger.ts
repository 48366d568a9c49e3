/** The status of a message: not sent yet, without an answer, answered, or lost with the connection. */
export type Status = 'queued' | 'sent' | 'accepted' | 'rejected' | 'lost';

export interface Mark {
	readonly number: number;
	readonly status: Status;
}

/** The maximum number of marks: three rows. */
export const maxMarks = 60;

/** The status of the newest messages, oldest first, and how many were answered in total. */
export interface Ledger {
	readonly marks: readonly Mark[];
	readonly accepted: number;
	/** Counts answers, not messages: a message may be rejected more than once. */
	readonly rejected: number;
}

export const emptyLedger: Ledger = { marks: [], accepted: 0, rejected: 0 };

/** The ledger after the status of a message has changed. */
export function mark(
	{ marks, accepted, rejected }: Ledger,
	number: number,
	status: Status
): Ledger {
	const isKnown = marks.some((entry) => entry.number === number);
	const next = isKnown
		? marks.map((entry) => (entry.number === number ? { number, status } : entry))
		: [...marks, { number, status }].slice(-maxMarks);
	return {
		marks: next,
		accepted: accepted + Number(status === 'accepted'),
		rejected: rejected + Number(status === 'rejected')
	};
}

/** The numbers of the messages that have one of these statuses. */
export function withStatus({ marks }: Ledger, ...statuses: Status[]): number[] {
	return marks.filter(({ status }) => statuses.includes(status)).map(({ number }) => number);
}
