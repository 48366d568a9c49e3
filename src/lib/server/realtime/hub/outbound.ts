import type { Duplex } from 'node:stream';
import { stallTimeoutMs } from '../limits.ts';

/** A replay continues when at most this much is unsent. */
export const drainedBytes = 64 * 1024;

/** How often a transport's one timer checks its connections: stalled readers, heartbeats, closings. */
export const connectionCheckMs = 1000;

/** How long a connection may take to send what was written before its end; then it is destroyed. */
export const closeGraceMs = 2000;

/** The counters of a stream, in bytes. */
type Sender = Pick<Duplex, 'writableLength'> & { bytesWritten?: number };

// #region progress
/** クライアントの受信停止を検出する。定期的に呼び出す */
export class Progress {
	#taken = -1;
	#since = 0;

	/** 送信待ちのデータが、30秒間まったく減らなかったか */
	isStalled(stream: Sender, now: number): boolean {
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
 * Resolves when at most `drainedBytes` are unsent, or the stream has closed.
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
 * Joins the chunks of one turn of the event loop, so that few system calls write them: they are most of the cost
 * of a delivery. A piece has about 64 KiB, because a larger write would look like a slow reader.
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
