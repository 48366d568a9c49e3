const carriageReturn = 0x0d;
const lineFeed = 0x0a;
/** How much of a line is kept: only the size of a chunk matters. It comes first and has at most 16 digits. */
const maxLineLength = 32;

/**
 * Finds the end of a body in `Transfer-Encoding: chunked` (RFC 9112 §7.1), fed piece by piece. It only counts:
 * Node's parser has checked or will check the syntax.
 */
export class ChunkedEnd {
	#state: 'size' | 'data' | 'data-end' | 'trailer' | 'done' = 'size';
	#line = '';
	#left = 0;

	get isDone(): boolean {
		return this.#state === 'done';
	}

	/** Reads the next piece. Returns how many of its bytes belong to the body: all of them, until the body ends. */
	take(piece: Buffer): number {
		let at = 0;
		while (at < piece.length && this.#state !== 'done') {
			if (this.#state === 'data' && this.#left > 0) {
				const step = Math.min(this.#left, piece.length - at);
				this.#left -= step;
				at += step;
				if (this.#left === 0) this.#state = 'data-end';
			} else {
				const byte = piece[at++] ?? 0;
				if (byte === lineFeed) this.#endLine();
				else if (byte !== carriageReturn && this.#line.length < maxLineLength)
					this.#line += String.fromCharCode(byte);
			}
		}
		return at;
	}

	#endLine(): void {
		const line = this.#line;
		this.#line = '';
		if (this.#state === 'data-end') this.#state = 'size';
		else if (this.#state === 'trailer') {
			if (line === '') this.#state = 'done';
		} else {
			this.#left = Number.parseInt(line, 16) || 0;
			this.#state = this.#left === 0 ? 'trailer' : 'data';
		}
	}
}
