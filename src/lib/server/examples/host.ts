import type { ApiEvent } from '../realtime/guards/request.ts';
import type { Journal } from './journal.ts';

/** What a server gives its examples: the server of this site, or that of a downloaded project. */
export interface ExampleHost {
	/**
	 * The journal of a private room. `address` is the client's: a new journal counts against that address's limit
	 * of rooms.
	 * @throws Refusal `bad_room`, `room_closed`: the name must end in at least 20 random letters or digits
	 */
	journal<Data extends object>(example: string, room: unknown, address?: string): Journal<Data>;
	/** A signature of `text` (43 characters) that only servers with the same secret can make. */
	sign(text: string): string;
	/** The client's address, as far as this server can tell. */
	addressOf(event: ApiEvent): string;
	/** The current figures of this server. */
	figures(): Promise<Figures>;
}

/** A server's own figures. They contain nothing about clients or about what they write. */
export interface Figures {
	/** Open connections, by transport. */
	connections: Record<string, number>;
	/** Messages received from clients since the process started. */
	received: number;
	/** Messages written to clients since the process started. */
	written: number;
	/** Rejected connections and messages since the process started. */
	refused: number;
}
