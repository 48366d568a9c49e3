/** How many sessions are in a room, and the names of at most 50, in the order of their arrival. */
export interface Present {
	count: number;
	users: string[];
}

/**
 * Who is in which room, on all instances. A session counts once, however many connections it has and on
 * whichever instance. Connections are accepted even if the store fails: what was entered during the failure is
 * written when the store recovers.
 */
export interface PresenceStore {
	/** A connection of a session has joined. Every `enter` is followed by one `leave`. */
	enter(room: string, sessionId: string, user: string): void;
	leave(room: string, sessionId: string): void;
	/** Counts a polling session as present for `ms` from now. No `leave` follows. */
	poll(room: string, sessionId: string, user: string, ms: number): void;
	/**
	 * Whether at most `limit` sessions are in a room; false if that is unknown. Calls resolve in order.
	 */
	hasAtMost(room: string, limit: number): Promise<boolean>;
	/** @throws Refusal `broker_unavailable` */
	list(room: string): Promise<Present>;
	/**
	 * Calls `onChange` when the room's presence has or may have changed. Returns the function that stops watching.
	 * @throws Refusal `broker_unavailable`
	 */
	watch(room: string, onChange: () => void): Promise<() => void>;
	close(): void;
}
