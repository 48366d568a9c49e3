/** How many sessions are in a room, and the names of at most 50, in the order in which they came. */
export interface Present {
	count: number;
	users: string[];
}

/**
 * Who is in which room, over all processes. A session counts once, however many connections it has and
 * wherever. Nobody is kept out because presence cannot be told: what is entered while the store behind
 * is away is made up for when it comes back.
 */
export interface PresenceStore {
	/** A connection of a session has come in. Every `enter` is followed by one `leave`. */
	enter(room: string, sessionId: string, user: string): void;
	leave(room: string, sessionId: string): void;
	/** Counts a session for `ms` from now, as for somebody who polls. Nothing has to follow. */
	poll(room: string, sessionId: string, user: string, ms: number): void;
	/**
	 * Whether at most `limit` sessions are in a room; false if that cannot be known. Answers are in the
	 * order of the questions.
	 */
	hasAtMost(room: string, limit: number): Promise<boolean>;
	/** @throws Refusal `broker_unavailable` */
	list(room: string): Promise<Present>;
	/**
	 * Calls `onChange` when the room's presence has changed, or may have; returns how to stop that.
	 * @throws Refusal `broker_unavailable`
	 */
	watch(room: string, onChange: () => void): Promise<() => void>;
	close(): void;
}
