import type { Identity } from './identity.ts';

/** An ended session. */
export type Ended = Pick<Identity, 'sessionId' | 'expiresAt'>;

/**
 * What a token does not contain: whether its session was ended early, and which tickets are valid. Instances
 * that share a store agree on it.
 */
export interface SessionStore {
	/**
	 * Ends a session on all instances. It ends on this one at once, even if the others cannot be notified.
	 * @throws Refusal `broker_unavailable`: the others are notified as soon as possible
	 */
	end(session: Ended): Promise<void>;
	/** Whether a session has been ended, as far as this instance knows. */
	hasEnded(sessionId: string): boolean;
	/** Calls `listener` with sessions that were ended on any instance. */
	onEnded(listener: (sessionIds: ReadonlySet<string>) => void): void;
	/**
	 * Stores a ticket for `ms`.
	 * @throws Refusal `full`, `broker_unavailable`
	 */
	keepTicket(ticket: string, identity: Identity, ms: number): Promise<void>;
	/**
	 * Returns the identity of a ticket, once; null if the ticket is not valid (any more).
	 * @throws Refusal `broker_unavailable`
	 */
	takeTicket(ticket: string): Promise<Identity | null>;
}
