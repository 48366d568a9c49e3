import type { Span } from './head.ts';

/** How many characters of the previous piece may belong to the beginning of a key; also how many of an `id` are kept. */
const contextLength = 64;

/** Whether the string under `key` is masked. `id` is the value of the last `id` before it; null if there is none, or if another key's value has come since. */
export type IsMasked = (key: string, id: string | null) => boolean;

/**
 * Finds the values of some keys in JSON that passes piece by piece, wherever it stands: in event streams, in
 * frames, in bodies. Only strings are found, and only in the form in which the server's `JSON.stringify` and usual
 * clients write them. A key or value may be spread over several pieces.
 */
export class JsonStrings {
	readonly #pattern: RegExp;
	readonly #isMasked: IsMasked;
	/** The end of the previous piece. */
	#context = '';
	/** The value that has begun, but not ended. */
	#open: { key: string; value: string; isMasked: boolean; isEscaped: boolean } | null = null;
	/** The last `id`; null again after a value of another key. */
	#id: string | null = null;

	constructor(keys: readonly string[], isMasked: IsMasked) {
		this.#pattern = new RegExp(`"(${['id', ...keys].join('|')})"\\s*:\\s*"`, 'g');
		this.#isMasked = isMasked;
	}

	/** The parts of a piece to mask. The piece is decoded as latin1, so that each character is a byte. */
	spans(piece: string): Span[] {
		const spans: Span[] = [];
		const before = this.#context.length;
		const text = this.#context + piece;
		this.#pattern.lastIndex = this.#open === null ? 0 : this.#read(text, before, before, spans);
		for (let match = this.#pattern.exec(text); match; match = this.#pattern.exec(text)) {
			const start = match.index + match[0].length;
			if (start <= before) continue; // it was found in the previous piece
			this.#begin(match[1] ?? '');
			this.#pattern.lastIndex = this.#read(text, start, before, spans);
		}
		this.#context = text.slice(-contextLength);
		return spans;
	}

	#begin(key: string): void {
		const isMasked = key !== 'id' && this.#isMasked(key, this.#id);
		this.#open = { key, value: '', isMasked, isEscaped: false };
	}

	/** Reads the open value from `at`, and adds the span to mask. Returns where the value, or the text, ends. */
	#read(text: string, at: number, before: number, spans: Span[]): number {
		const open = this.#open;
		if (open === null) return at;
		let end = at;
		for (; end < text.length; end++) {
			if (open.isEscaped) open.isEscaped = false;
			else if (text[end] === '\\') open.isEscaped = true;
			else if (text[end] === '"') break;
		}
		if (open.isMasked && end > at) spans.push({ from: at - before, to: end - before });
		if (open.key === 'id') open.value = (open.value + text.slice(at, end)).slice(0, contextLength);
		if (end < text.length) this.#close(open);
		return end;
	}

	#close({ key, value }: { key: string; value: string }): void {
		this.#open = null;
		this.#id = key === 'id' ? value : null;
	}
}
