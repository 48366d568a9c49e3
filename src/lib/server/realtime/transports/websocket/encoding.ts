import type { Message } from '../../../../protocol/message.ts';
import type { ServerEvent } from '../../../../protocol/server-event.ts';
import { joinChunks } from '../../hub/outbound.ts';
import { encodeTextFrame } from '../../wire/text-frame.ts';

/** Frames that are written together, and the same bytes joined into few pieces. */
export interface Batch {
	frames: readonly Buffer[];
	pieces: readonly Buffer[];
}

export function encodeEvent(event: ServerEvent): Batch {
	return batchOf([frameOf(event)]);
}

export function encodeMessages(messages: readonly Message[]): Batch {
	return batchOf(messages.map((message) => frameOf({ type: 'message', ...message })));
}

function frameOf(event: ServerEvent): Buffer {
	return encodeTextFrame(JSON.stringify(event));
}

function batchOf(frames: readonly Buffer[]): Batch {
	return { frames, pieces: joinChunks(frames) };
}
