import type { CloseCode } from '../../../protocol/close-codes.ts';
import type { Message, Via } from '../../../protocol/message.ts';
import type { TransportName } from '../connection.ts';

/** Observes the hub, for metrics. Its methods must not delay deliveries. */
export interface HubWatcher {
	/** A message that was published on this instance has been stored. */
	published(via: Via): void;
	/** Messages were written to all live readers of a room on one transport. */
	delivered(transport: TransportName, readers: number, messages: readonly Message[]): void;
	/** A connection has left. `code` is undefined if the server did not close it. */
	closed(transport: TransportName, code: CloseCode | undefined): void;
	/** Messages were replayed to one reader. */
	replayed(transport: TransportName, count: number): void;
}
