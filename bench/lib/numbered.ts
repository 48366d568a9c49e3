const mark = '@@';
const digits = 7;

/** The length of every message's text, in bytes. */
const textBytes = 128;

/** The text of message `number`. The number can be found in the bytes of every transport. */
export function numberedText(number: number): string {
	return (mark + String(number).padStart(digits, '0')).padEnd(textBytes, ' text');
}

/**
 * Finds the numbers of the messages that one reader receives. It parses nothing else of the protocol, so
 * that reading costs less than sending.
 */
export class NumberedReader {
	/** The incomplete number at the end of the last chunk. */
	#rest = '';

	/** Parses the next chunk and calls `onMessage` with each number. */
	read(chunk: string, onMessage: (number: number) => void): void {
		const text = this.#rest + chunk;
		let from = 0;
		for (;;) {
			const at = text.indexOf(mark, from);
			const end = at + mark.length + digits;
			if (at === -1 || end > text.length) {
				// The mark itself may be split.
				this.#rest = at === -1 ? (text.endsWith('@') ? '@' : '') : text.slice(at);
				return;
			}
			onMessage(Number(text.slice(at + mark.length, end)));
			from = end;
		}
	}
}

/** More messages than are ever in flight. */
const ring = 1 << 16;

/**
 * Checks that all readers receive every message once and in the same order. The first reader that gets a
 * message determines its position for all others.
 */
export class OrderCheck {
	readonly #readers: number;
	/** The message at each position of the stream, by position modulo the size of the ring. */
	readonly #numbers = new Uint32Array(ring);
	/** How many readers have reached a position. */
	readonly #reached = new Uint32Array(ring);
	/** The messages that any reader has received, by number. */
	readonly #seen = new Uint8Array(10 ** digits);
	#started = 0;

	constructor(readers: number) {
		this.#readers = readers;
	}

	/**
	 * Records that a reader received `number` at `position` (from 0). Returns whether all readers have it now.
	 * @throws Error if another message belongs there
	 */
	record(position: number, number: number): boolean {
		const slot = position % ring;
		if (position === this.#started) this.#start(slot, number);
		const expected = this.#numbers[slot] ?? 0;
		if (number !== expected) throw new Error(`message ${number} arrived in place of ${expected}`);
		const reached = (this.#reached[slot] ?? 0) + 1;
		this.#reached[slot] = reached === this.#readers ? 0 : reached;
		return reached === this.#readers;
	}

	#start(slot: number, number: number): void {
		if (this.#seen[number] !== 0) throw new Error(`message ${number} arrived twice`);
		this.#seen[number] = 1;
		this.#numbers[slot] = number;
		this.#started++;
	}
}
