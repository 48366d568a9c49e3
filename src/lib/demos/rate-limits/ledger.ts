/** The fate of one message: not sent yet, without an answer, or as the server answered. */
export type Fate = 'queued' | 'sent' | 'accepted' | 'rejected' | 'lost';

export interface Mark {
	readonly number: number;
	readonly fate: Fate;
}

/** How many messages the picture shows: three rows. */
export const maxMarks = 60;

/** The fates of the newest messages, oldest first, and how many there were in total. */
export interface Ledger {
	readonly marks: readonly Mark[];
	readonly accepted: number;
	/** Answers, not messages: a message that is sent again may be rejected again. */
	readonly rejected: number;
}

export const emptyLedger: Ledger = { marks: [], accepted: 0, rejected: 0 };

/** The ledger after one more thing has happened to a message. */
export function mark({ marks, accepted, rejected }: Ledger, number: number, fate: Fate): Ledger {
	const isKnown = marks.some((entry) => entry.number === number);
	const next = isKnown
		? marks.map((entry) => (entry.number === number ? { number, fate } : entry))
		: [...marks, { number, fate }].slice(-maxMarks);
	return {
		marks: next,
		accepted: accepted + Number(fate === 'accepted'),
		rejected: rejected + Number(fate === 'rejected')
	};
}

/** The numbers of the messages with this fate. */
export function withFate({ marks }: Ledger, ...fates: Fate[]): number[] {
	return marks.filter(({ fate }) => fates.includes(fate)).map(({ number }) => number);
}
