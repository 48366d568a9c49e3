import type { Message } from '../../../protocol/message.ts';
import { historyLength } from '../limits.ts';
import type { Draft } from './steps.ts';

interface Pending<Publisher> {
	draft: Draft;
	publisher: Publisher;
}

/**
 * The messages that were published on the recorded connections of one trace, each with its connection. With Redis, a
 * message may arrive before the reply with its id: then it is recognized by its room, user and text.
 */
export class OwnMessages<Publisher> {
	/** Who has published each message, by its id; at most as many messages as a room remembers. */
	readonly #byId = new Map<string, Publisher>();
	/** Who is publishing messages that have no id yet, by room, user and text. Several may publish the same text. */
	readonly #pending = new Map<string, Pending<Publisher>[]>();

	/** Records that a message is about to be published. */
	begin(draft: Draft, publisher: Publisher): void {
		const key = keyOf(draft);
		this.#pending.set(key, [...(this.#pending.get(key) ?? []), { draft, publisher }]);
		trim(this.#pending);
	}

	/**
	 * Records that publishing the draft passed to `begin` has succeeded or failed. From then on, the same text under an
	 * unknown id is somebody else's and must not be shown.
	 */
	finish(draft: Draft): void {
		const key = keyOf(draft);
		this.#setPending(
			key,
			(this.#pending.get(key) ?? []).filter((entry) => entry.draft !== draft)
		);
	}

	/** Stores the id of a message that was pending, and returns its publisher; undefined for other messages. */
	recognize(message: Message): Publisher | undefined {
		const key = keyOf(message);
		const [first, ...others] = this.#pending.get(key) ?? [];
		if (first === undefined || this.#byId.has(message.id)) return undefined;
		this.#setPending(key, others);
		this.add(message.id, first.publisher);
		return first.publisher;
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

	#setPending(key: string, entries: Pending<Publisher>[]): void {
		if (entries.length > 0) this.#pending.set(key, entries);
		else this.#pending.delete(key);
	}
}

const keyOf = ({ room, user, text }: Draft): string => JSON.stringify([room, user, text]);

function trim(map: Map<string, unknown>): void {
	const [oldest] = map.keys();
	if (map.size > historyLength && oldest !== undefined) map.delete(oldest);
}
