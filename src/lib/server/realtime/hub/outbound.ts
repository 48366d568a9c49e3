import type { Duplex } from 'node:stream';

/** What a reader may leave unread; one byte more and it is closed as too slow (4408). */
export const outboundBudgetBytes = 1024 * 1024;

/** With less than this unsent, a replay goes on. */
export const drainedBytes = 64 * 1024;

/** A reader that has something to read and takes none of it for so long is too slow, too. */
export const stallTimeoutMs = 30_000;

/** How much of what was written a stream has got rid of, in bytes. */
type Sender = Pick<Duplex, 'writableLength'> & { bytesWritten?: number };

// #region progress
/** 読者が受け取りを止めたことに気付く。ときどき尋ねる */
export class Progress {
	#taken = -1;
	#since = 0;

	/** 送れていない分があるまま、30秒のあいだ少しも減らなかったか */
	isStalled(stream: Sender, now: number): boolean {
		// ソケットの bytesWritten は、まだ中で待っている分も数える
		const taken = (stream.bytesWritten ?? 0) - stream.writableLength;
		if (stream.writableLength === 0 || taken !== this.#taken) {
			this.#taken = taken;
			this.#since = now;
		}
		return now - this.#since >= stallTimeoutMs;
	}
}
// #endregion progress

/**
 * Resolves when little of what was written is left unsent, or the stream is gone.
 * @param unsent how much is left, in bytes
 */
export async function whenDrained(
	stream: Duplex | null,
	unsent: () => number = () => stream?.writableLength ?? 0
): Promise<void> {
	if (stream === null || stream.destroyed || unsent() <= drainedBytes) return;
	await new Promise<void>((resolve) => {
		const done = () => {
			stream.off('drain', done).off('close', done);
			resolve();
		};
		stream.on('drain', done).on('close', done);
	});
}

/**
 * Joins what was said in one turn, so that it leaves in one write: most of what a delivery costs is the
 * system call. In pieces of about 64 KiB, for a single large write would look like a reader that is slow.
 */
export function joinChunks(parts: readonly Buffer[]): Buffer[] {
	if (parts.length < 2) return [...parts];
	const pieces: Buffer[] = [];
	let from = 0;
	let size = 0;
	for (const [index, part] of parts.entries()) {
		if (size > 0 && size + part.length > drainedBytes) {
			pieces.push(Buffer.concat(parts.slice(from, index)));
			from = index;
			size = 0;
		}
		size += part.length;
	}
	pieces.push(Buffer.concat(parts.slice(from)));
	return pieces;
}
