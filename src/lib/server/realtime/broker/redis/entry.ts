import * as v from 'valibot';
import { formatCursor, type Cursor } from '../../../../protocol/cursor.ts';
import { MessageSchema, type Message } from '../../../../protocol/message.ts';
import type { Draft } from '../broker.ts';

/** A message from Redis, with its position and its mark (see scripts.ts). */
export interface Entry {
	message: Message;
	at: Cursor;
	mark: string;
}

/** Encodes the part of a message that is known before Redis numbers it. It is stored and sent in this form. */
export function encodeBody({ user, text, via }: Draft): string {
	return JSON.stringify([user, text, via]);
}

/**
 * Decodes a message.
 * @throws Error if it is malformed: data from Redis is validated like any other
 */
export function decodeEntry(
	room: string,
	[epoch, seq, mark, time, body]: readonly [string, string, string, string, string]
): Entry {
	const at = { epoch, seq: Number(seq) };
	const [user, text, via] = v.parse(
		v.tuple([v.unknown(), v.unknown(), v.unknown()]),
		JSON.parse(body)
	);
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
 * Parses what came over a room's channel: a message, or null for anything else. The only other payload that
 * this server sends is `anew`: a new epoch has begun.
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
