import type { ApiEvent } from '../realtime/guards/request.ts';
import type { Journal } from './journal.ts';

/** What an example's server is given by the server it runs on: this site's, or that of its own project. */
export interface ExampleHost {
	/**
	 * The journal of a reader's room. `address` is the client's: a journal that is new counts in its budget of
	 * rooms.
	 * @throws Refusal `bad_room`, `room_closed`: the name must end in at least 20 random letters or digits
	 */
	journal<Data extends object>(example: string, room: unknown, address?: string): Journal<Data>;
	/** A signature of `text` that only this server (and those that share its secret) can make, 43 characters. */
	sign(text: string): string;
	/** Whose request it is: the client's address, as far as this server can tell. */
	addressOf(event: ApiEvent): string;
	/** What this server is doing, at this moment. */
	figures(): Promise<Figures>;
}

/** A server's own figures. Nothing in them says who its readers are, or what they write. */
export interface Figures {
	/** Open connections, by transport. */
	connections: Record<string, number>;
	/** Messages since the process began: that came in, that were written to readers. */
	received: number;
	written: number;
	/** How often somebody was turned away since the process began. */
	refused: number;
}
