import type { CloseCode } from '../../../../protocol/close-codes.ts';
import type { Message } from '../../../../protocol/message.ts';
import { randomId } from '../../../../protocol/room.ts';
import type { Connection, Ending, Fanout, Group, RoomEvent } from '../../connection.ts';
import type { Identity } from '../../session/identity.ts';

/** How many of a room's newest messages one value holds. */
export const newestLength = 10;

/** Why a connection ends: with a code of ours, or because the reader has left (null). */
export interface Over {
	code: CloseCode | null;
	ending: Ending;
}

/**
 * One live query of a room. What it holds is a value, not a log: however much is said between two looks,
 * the next look gives the newest messages and nothing waits in between, so a reader that stalls costs no
 * more than one that does not.
 */
export class QueryLiveConnection implements Connection {
	readonly id = randomId(12);
	readonly transport = 'query-live';
	readonly fanout = queryLiveFanout;
	readonly identity: Identity;
	closedWith: CloseCode | undefined;
	over: Over | null = null;
	#newest: readonly Message[] = [];
	#isNews = false;
	#wake: () => void = () => undefined;

	constructor(identity: Identity) {
		this.identity = identity;
	}

	/** After a gap there is still a newest message; what lies before it is no concern of a value. */
	send({ type }: RoomEvent): void {
		if (type === 'gap') this.#newest = [];
	}

	deliver(messages: readonly Message[]): void {
		this.#newest = [...this.#newest, ...messages].slice(-newestLength);
		this.#isNews = true;
		this.#wake();
	}

	async drained(): Promise<void> {
		// There is never more than one value.
	}

	close(code: CloseCode, ending: Ending = {}): void {
		this.closedWith ??= code;
		this.#end({ code, ending });
	}

	/** The reader has gone. */
	leave(): void {
		this.#end({ code: null, ending: {} });
	}

	/** The value as it stands. */
	take(): readonly Message[] {
		this.#isNews = false;
		return this.#newest;
	}

	/** Resolves when there is another value, or it is over. */
	async changed(): Promise<void> {
		if (this.#isNews || this.over !== null) return;
		await new Promise<void>((resolve) => {
			this.#wake = resolve;
		});
	}

	#end(over: Over): void {
		this.over ??= over;
		this.#wake();
	}
}

/** The live queries of one room. */
class QueryLiveGroup implements Group {
	readonly #members = new Set<QueryLiveConnection>();

	add(connection: QueryLiveConnection): void {
		this.#members.add(connection);
	}

	delete(connection: QueryLiveConnection): void {
		this.#members.delete(connection);
	}

	send(event: RoomEvent): void {
		for (const connection of this.#members) connection.send(event);
	}

	deliver(messages: readonly Message[]): void {
		for (const connection of this.#members) connection.deliver(messages);
	}
}

const queryLiveFanout: Fanout = { group: () => new QueryLiveGroup() };
