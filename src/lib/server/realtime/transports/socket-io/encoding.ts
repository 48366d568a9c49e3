import type { Message } from '../../../../protocol/message.ts';
import type { RoomEvent } from '../../connection.ts';
import { joinChunks } from '../../hub/outbound.ts';
import { encodeTextFrame } from '../../wire/text-frame.ts';

/** Engine.IO's type of a packet that carries one of Socket.IO's. */
const messageType = '4';
/** Socket.IO's type of a packet that carries an event. No namespace follows: it is the default one. */
const eventType = '2';

/** Packets of Socket.IO for many readers: each as text for Engine.IO, and all as frames in few pieces. */
export interface Batch {
	texts: readonly string[];
	pieces: readonly Buffer[];
}

export function encodeEvent({ type, ...value }: RoomEvent): Batch {
	return batchOf([packetOf(type, value)]);
}

export function encodeMessages(messages: readonly Message[]): Batch {
	return batchOf(messages.map((message) => packetOf('message', message)));
}

function packetOf(event: string, value: object): string {
	return eventType + JSON.stringify([event, value]);
}

function batchOf(texts: readonly string[]): Batch {
	return { texts, pieces: joinChunks(texts.map((text) => encodeTextFrame(messageType + text))) };
}
