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
	/** Who has published each message, by its id; at most as many messages as a room remembers. */
	readonly #byId = new Map<string, Publisher>();
	/** Who is publishing messages that have no id yet, by room, user and text. Several may publish the same text. */
	readonly #pending = new Map<string, Publisher[]>();

	/** Records that a message is about to be published. */
	begin(draft: Draft, publisher: Publisher): void {
		const key = keyOf(draft);
		this.#pending.set(key, [...(this.#pending.get(key) ?? []), publisher]);
		trim(this.#pending);
	}

	/** Stores the id of a message that was pending, and returns its publisher; undefined for other messages. */
	recognize(message: Draft & { id: string }): Publisher | undefined {
		const key = keyOf(message);
		const [publisher, ...others] = this.#pending.get(key) ?? [];
		if (publisher === undefined || this.#byId.has(message.id)) return undefined;
		if (others.length > 0) this.#pending.set(key, others);
		else this.#pending.delete(key);
		this.add(message.id, publisher);
		return publisher;
	}

	/** Stores the id of a message that was published. */
	add(messageId: string, publisher: Publisher): void {
		this.#byId.set(messageId, publisher);
		trim(this.#byId);
	}

	/** Forgets all messages. */
	clear(): void {
		this.#byId.clear();
		this.#pending.clear();
	}

	/** The connection that has published a message; undefined if no recorded connection has. */
	publisherOf(messageId: string): Publisher | undefined {
		return this.#byId.get(messageId);
	}
}

const keyOf = ({ room, user, text }: Draft): string => JSON.stringify([room, user, text]);

function trim(map: Map<string, unknown>): void {
	const [oldest] = map.keys();
	if (map.size > historyLength && oldest !== undefined) map.delete(oldest);
}
