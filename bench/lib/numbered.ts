/** Precedes the number in a message's text. */
const mark = '@@';
const digits = 7;

/** The length of every message's text, in bytes. */
const textBytes = 128;

/** The text of message `number`. The number can be found in the bytes of every transport. */
export function numberedText(number: number): string {
	return (mark + String(number).padStart(digits, '0')).padEnd(textBytes, ' text');
}

/**
 * Finds the numbers of the messages in the bytes that one reader receives. It parses nothing else of the
 * protocol, so that reading costs less than sending.
 */
export class NumberedReader {
	/** The end of the last chunk, if a mark or its number may continue in the next one. */
	#incomplete = '';

	/** Parses the next chunk and calls `onMessage` with each number. */
	read(chunk: string, onMessage: (number: number) => void): void {
		const text = this.#incomplete + chunk;
		let at = text.indexOf(mark);
		while (at !== -1 && at + mark.length + digits <= text.length) {
			const end = at + mark.length + digits;
			onMessage(Number(text.slice(at + mark.length, end)));
			at = text.indexOf(mark, end);
		}
		if (at !== -1) this.#incomplete = text.slice(at);
		else this.#incomplete = text.endsWith(mark.charAt(0)) ? mark.charAt(0) : '';
	}
}

/** The number of positions that are stored: more than there are messages in flight. */
const windowSize = 1 << 16;

/**
 * Checks that all readers receive every message once and in the same order. The first reader that gets a
 * message determines its position for all others.
 */
export class OrderCheck {
	readonly #readers: number;
	/** The number of the message at each position of the stream, by position modulo `windowSize`. */
	readonly #numbers = new Uint32Array(windowSize);
	/** The number of readers that have received the message at each position, by position modulo `windowSize`. */
	readonly #received = new Uint32Array(windowSize);
	/** 1 for each number that any reader has received. */
	readonly #seen = new Uint8Array(10 ** digits);
	/** The number of positions that have a message. */
	#length = 0;

	constructor(readers: number) {
		this.#readers = readers;
	}

	/**
	 * Records that a reader received message `number` as the message at `position` of the stream (from 0).
	 * Returns whether all readers have now received it.
	 * @throws Error if another reader received a different message there, or any reader received this one before at another position
	 */
	record(position: number, number: number): boolean {
		const slot = position % windowSize;
		if (position === this.#length) this.#append(slot, number);
		const expected = this.#numbers[slot] ?? 0;
		if (number !== expected) throw new Error(`message ${number} arrived in place of ${expected}`);
		const received = (this.#received[slot] ?? 0) + 1;
		const isComplete = received === this.#readers;
		this.#received[slot] = isComplete ? 0 : received;
		return isComplete;
	}

	/** Records the message at a position that no reader has reached before. */
	#append(slot: number, number: number): void {
		if (this.#seen[number] !== 0) throw new Error(`message ${number} arrived twice`);
		this.#seen[number] = 1;
		this.#numbers[slot] = number;
		this.#length++;
	}
}
