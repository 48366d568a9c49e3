/** What became of a message. */
export type Fate =
	| 'delivered'
	/** The reader received it more than once. */
	| 'repeated'
	/** The reader does not know that it is missing. */
	| 'lost'
	/** The reader knows that it is missing. */
	| 'known-lost'
	/** It may still arrive. */
	| 'waiting';

/** A message on its way from one lane to another. All times are ms of one clock. */
export interface Passage {
	key: string;
	label: string;
	from: number;
	to: number;
	sentAt: number;
	/** When the sender got the server's answer. If the message has not arrived, nothing is known after this time. */
	knownAt: number;
	/** When the reader received it, in order; empty if it has not arrived. */
	arrivals: readonly number[];
	fate: Fate;
}

/** A time during which something lasted, or, with both ends equal, a moment at which it happened. */
interface Band {
	name: string;
	from: number;
	/** null: it still lasts. */
	to: number | null;
}

/** Something that happened in one place. */
interface Mark {
	name: string;
	lane: number;
	at: number;
}

/** What a space–time diagram shows. Lanes are places, by name; passages and marks refer to them by index. */
export interface SpaceTime {
	lanes: readonly string[];
	passages: readonly Passage[];
	bands: readonly Band[];
	marks: readonly Mark[];
}

/** All moments at which a passage was seen. */
export const momentsOf = ({ sentAt, knownAt, arrivals }: Passage): number[] => [
	sentAt,
	knownAt,
	...arrivals
];
