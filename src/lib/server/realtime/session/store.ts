import type { Identity } from './identity.ts';

/** Sessions as those who end them know them. */
export type Ended = Pick<Identity, 'sessionId' | 'expiresAt'>;

/**
 * What a token cannot say by itself: that its session was ended early, and which tickets are good. All
 * instances that share a store know the same.
 */
export interface SessionStore {
	/**
	 * Ends a session for all instances. Here it has ended at once, even if the others cannot be told.
	 * @throws Refusal `broker_unavailable`: the others are told as soon as they can be
	 */
	end(session: Ended): Promise<void>;
	/** Whether a session has been ended, as far as this instance has heard. */
	hasEnded(sessionId: string): boolean;
	/** Calls `listener` with the sessions that were ended, wherever that was. */
	onEnded(listener: (sessionIds: ReadonlySet<string>) => void): void;
	/**
	 * Keeps a ticket for `ms`.
	 * @throws Refusal `full`, `broker_unavailable`
	 */
	keepTicket(ticket: string, identity: Identity, ms: number): Promise<void>;
	/**
	 * Hands out what was kept under a ticket, once; null if there is nothing (any more).
	 * @throws Refusal `broker_unavailable`
	 */
	takeTicket(ticket: string): Promise<Identity | null>;
}
