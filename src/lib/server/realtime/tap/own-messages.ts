import { historyLength } from '../limits.ts';

/** A message that is being published. */
interface Draft {
	room: string;
	user: string;
	text: string;
}

/**
 * The messages that were published on the recorded connections of one trace, each with its connection. With Redis, a
 * message may arrive before the reply with its id: then it is recognized by its room, user and text.
 */
export class OwnMessages<Publisher> {
	/** At most as many as a room remembers. */
	readonly #byId = new Map<string, Publisher>();
	/** Several may publish the same text. */
	readonly #pending = new Map<string, Publisher[]>();

	begin(draft: Draft, by: Publisher): void {
		const key = keyOf(draft);
		this.#pending.set(key, [...(this.#pending.get(key) ?? []), by]);
		trim(this.#pending);
	}

	/** Stores the id of a message that was pending, and returns its publisher; undefined for other messages. */
	recognize(message: Draft & { id: string }): Publisher | undefined {
		const key = keyOf(message);
		const [by, ...others] = this.#pending.get(key) ?? [];
		if (by === undefined || this.#byId.has(message.id)) return undefined;
		if (others.length > 0) this.#pending.set(key, others);
		else this.#pending.delete(key);
		this.add(message.id, by);
		return by;
	}

	add(messageId: string, by: Publisher): void {
		this.#byId.set(messageId, by);
		trim(this.#byId);
	}

	/** Forgets all: nothing is followed any more. */
	clear(): void {
		this.#byId.clear();
		this.#pending.clear();
	}

	/** The connection that has published a message; undefined if it was none of these. */
	publisherOf(messageId: string): Publisher | undefined {
		return this.#byId.get(messageId);
	}
}

const keyOf = ({ room, user, text }: Draft): string => JSON.stringify([room, user, text]);

function trim(map: Map<string, unknown>): void {
	const [oldest] = map.keys();
	if (map.size > historyLength && oldest !== undefined) map.delete(oldest);
}
