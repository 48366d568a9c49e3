import { joinChunks } from '../../hub/outbound.ts';
import { encodeTextFrame } from '../../wire/text-frame.ts';

/** Engine.IO's type of a packet that carries one of Socket.IO's. */
const messageType = '4';

/** Packets of Socket.IO for many readers: each as text for Engine.IO, and all as frames in few pieces. */
export interface Batch {
	texts: readonly string[];
	pieces: readonly Buffer[];
}

export function batchOf(texts: readonly string[]): Batch {
	return { texts, pieces: joinChunks(texts.map((text) => encodeTextFrame(messageType + text))) };
}
