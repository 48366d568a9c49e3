import * as v from 'valibot';
import { formatCursor, type Cursor } from '../../../../protocol/cursor.ts';
import { MessageSchema, type Message } from '../../../../protocol/message.ts';
import type { Draft } from '../broker.ts';

/** A message as it comes out of Redis: with its place, and the mark that tells it from any other. */
export interface Entry {
	message: Message;
	at: Cursor;
	mark: string;
}

/** What is known of a message before Redis gives it a place: encoded once, stored and sent as it is. */
export function encodeBody({ user, text, via }: Draft): string {
	return JSON.stringify([user, text, via]);
}

/**
 * Puts a message together again.
 * @throws Error if anybody but us wrote it: nothing is believed because it came from Redis
 */
export function decodeEntry(
	room: string,
	[epoch, seq, mark, time, body]: readonly [string, string, string, string, string]
): Entry {
	const at = { epoch, seq: Number(seq) };
	const [user, text, via] = v.parse(v.tuple([v.unknown(), v.unknown(), v.unknown()]), parse(body));
	const message = v.parse(MessageSchema, {
		id: formatCursor(at),
		seq: at.seq,
		room,
		user,
		text,
		timestamp: Number(time),
		via
	});
	return { message, at, mark };
}

const deliveryPattern = /^(\S+) (\d+) (\S*) (\d+) (.*)$/s;

/**
 * What came over a room's channel: a message, or null for anything else. The only other thing that we
 * send ourselves is `anew`: the numbering has begun anew.
 */
export function parseDelivery(room: string, payload: string): Entry | null {
	const [, epoch = '', seq = '', mark = '', time = '', body] = deliveryPattern.exec(payload) ?? [];
	if (body === undefined) return null;
	try {
		return decodeEntry(room, [epoch, seq, mark, time, body]);
	} catch {
		return null;
	}
}

function parse(json: string): unknown {
	return JSON.parse(json);
}
