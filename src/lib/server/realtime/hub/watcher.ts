import type { CloseCode } from '../../../protocol/close-codes.ts';
import type { Message, Via } from '../../../protocol/message.ts';
import type { TransportName } from '../connection.ts';

/** Is told what passes through the hub: to be counted, not to be delayed. */
export interface HubWatcher {
	/** A message was stored that came in on this instance. */
	published(via: Via): void;
	/** Messages were written to all live readers of a room on one transport. */
	delivered(transport: TransportName, readers: number, messages: readonly Message[]): void;
	/** A connection is gone; `code` if it was the server that ended it. */
	closed(transport: TransportName, code: CloseCode | undefined): void;
	/** Messages were written to one reader who had missed them. */
	replayed(transport: TransportName, count: number): void;
}
