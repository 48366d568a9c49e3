const mark = '@@';
const digits = 7;

/** The length of every message's text, in bytes. */
const textBytes = 128;

/** The text of message `number`. It says its number in a way that stands out in every transport's bytes. */
export function numberedText(number: number): string {
	return (mark + String(number).padStart(digits, '0')).padEnd(textBytes, ' text');
}

/**
 * Finds the numbers in what one reader receives. Nothing else of the protocol is parsed, so that
 * reading costs less than sending.
 */
export class NumberedReader {
	/** The beginning of a number that the last piece ended in. */
	#rest = '';

	/** Takes the next piece of what came in; `onMessage` is called with each number. */
	read(piece: string, onMessage: (number: number) => void): void {
		const text = this.#rest + piece;
		let from = 0;
		for (;;) {
			const at = text.indexOf(mark, from);
			const end = at + mark.length + digits;
			if (at === -1 || end > text.length) {
				// A mark may be cut in two as well.
				this.#rest = at === -1 ? (text.endsWith('@') ? '@' : '') : text.slice(at);
				return;
			}
			onMessage(Number(text.slice(at + mark.length, end)));
			from = end;
		}
	}
}

/** More than are ever under way. */
const ring = 1 << 16;

/**
 * Holds what readers get against each other: every message once, and all of them in one order. Whoever
 * is first with a message says what has to come there for the others.
 */
export class OneOrder {
	readonly #readers: number;
	/** Which message came at a place of the stream, by the place modulo the ring's size. */
	readonly #numbers = new Uint32Array(ring);
	/** How many readers have got as far as a place. */
	readonly #got = new Uint32Array(ring);
	/** Messages that somebody has got, by their number. */
	readonly #seen = new Uint8Array(10 ** digits);
	#started = 0;

	constructor(readers: number) {
		this.#readers = readers;
	}

	/**
	 * A reader has got `number` as its `place`-th message, counted from 0. True if all have it now.
	 * @throws Error if it should have been another
	 */
	take(place: number, number: number): boolean {
		const slot = place % ring;
		if (place === this.#started) this.#start(slot, number);
		const expected = this.#numbers[slot] ?? 0;
		if (number !== expected) throw new Error(`message ${number} came in the place of ${expected}`);
		const got = (this.#got[slot] ?? 0) + 1;
		this.#got[slot] = got === this.#readers ? 0 : got;
		return got === this.#readers;
	}

	#start(slot: number, number: number): void {
		if (this.#seen[number] !== 0) throw new Error(`message ${number} came twice`);
		this.#seen[number] = 1;
		this.#numbers[slot] = number;
		this.#started++;
	}
}
