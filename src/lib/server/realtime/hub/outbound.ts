import type { Duplex } from 'node:stream';
import { stallTimeoutMs } from '../limits.ts';

/** A replay continues when at most this many bytes are unsent. */
export const drainedBytes = 64 * 1024;

/** The interval at which a transport checks its connections: stalled readers, heartbeats, overdue closings. */
export const connectionCheckMs = 1000;

/** How long a connection may take to send what was written before its end; then it is destroyed. */
export const closeGraceMs = 2000;

/** What a stream counts, in bytes. */
type ByteCounts = Pick<Duplex, 'writableLength'> & { bytesWritten?: number };

// #region progress
/** クライアントの受信停止を検出する。定期的に呼び出す */
export class Progress {
	#taken = -1;
	#since = 0;

	/** 送信待ちのデータが、30秒間まったく減らなかったか */
	isStalled(stream: ByteCounts, now: number): boolean {
		// ソケットの bytesWritten は、内部で送信待ちの分も含む
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
 * Resolves at once if at most `drainedBytes` are unsent, otherwise when the stream has drained or closed.
 * @param unsent how many bytes are unsent
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
 * Joins chunks that are written together, so that few system calls write them: system calls are most of the cost
 * of a delivery. A piece has at most 64 KiB, unless a single chunk is larger: a reader with more unsent looks slow.
 */
export function joinChunks(chunks: readonly Buffer[]): Buffer[] {
	if (chunks.length < 2) return [...chunks];
	const pieces: Buffer[] = [];
	let from = 0;
	let size = 0;
	for (const [index, chunk] of chunks.entries()) {
		if (size > 0 && size + chunk.length > drainedBytes) {
			pieces.push(Buffer.concat(chunks.slice(from, index)));
			from = index;
			size = 0;
		}
		size += chunk.length;
	}
	pieces.push(Buffer.concat(chunks.slice(from)));
	return pieces;
}
