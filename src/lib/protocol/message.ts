import * as v from 'valibot';
import { errorCodes } from './errors.ts';
import { RoomSchema } from './room.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * A message as every transport delivers it.
 * - `id`: `<epoch>.<seq>`, opaque; send the last one as `after` to resume after it
 * - `seq`: 1, 2, 3 … without holes in each room and epoch, so a client can prove that nothing was lost
 * - `user`: display name from the session, never what a message claims
 * - `timestamp`: ms since 1970, by the server's clock
 * - `via`: how it was published
 */
export const MessageSchema = v.object({
	id: v.string(),
	seq: count,
	room: RoomSchema,
	user: v.string(),
	text: v.string(),
	timestamp: v.number(),
	via: v.picklist(['http', 'websocket', 'socket-io'])
});

/** The first event of a connection: the identity of the client, and the `cursor` it starts from. */
export const WelcomeSchema = v.object({
	room: RoomSchema,
	instance: v.string(),
	sessionId: v.string(),
	user: v.string(),
	cursor: v.string(),
	lastSeq: count
});

/**
 * Messages that cannot be replayed. `expired`: the messages `from` to `to` are no longer held; `reset`: the
 * numbering has restarted, so the missing messages are unknown (`from` and `to` are null).
 */
export const GapSchema = v.object({
	room: RoomSchema,
	reason: v.picklist(['expired', 'reset']),
	from: v.nullable(count),
	to: v.nullable(count),
	cursor: v.string()
});

/** Who is in the room: `count` sessions, the names of at most 50 of them. */
export const PresenceSchema = v.object({ room: RoomSchema, count, users: v.array(v.string()) });

/** The server is about to end this connection with `code` (see close-codes.ts). */
export const ClosingSchema = v.object({
	code: count,
	reason: v.optional(v.picklist(errorCodes)),
	retryAfterMs: v.optional(count)
});

/** The message was stored as `id` and `seq`. */
export const AckSchema = v.object({ clientId: v.optional(v.string()), id: v.string(), seq: count });

/**
 * A rejected message, identified by `clientId` if it had a valid one; or, with a `closing` after it, why the
 * server is about to end the connection.
 */
export const ErrorSchema = v.object({
	code: v.picklist(errorCodes),
	message: v.string(),
	field: v.optional(v.string()),
	retryAfterMs: v.optional(count),
	clientId: v.optional(v.string())
});

/** The most messages in the response to one poll. A client that receives that many messages polls again for the rest. */
export const maxPollMessages = 100;
/** The most bytes of JSON in the response to one poll, unless a single message is longer. */
export const maxPollBytes = 512 * 1024;
/** How many of a room's newest messages one value of `query.live` holds. */
export const newestLength = 10;

export type Message = v.InferOutput<typeof MessageSchema>;
export type Via = Message['via'];
export type Welcome = v.InferOutput<typeof WelcomeSchema>;
export type Gap = v.InferOutput<typeof GapSchema>;
export type Presence = v.InferOutput<typeof PresenceSchema>;
export type Closing = v.InferOutput<typeof ClosingSchema>;
export type Ack = v.InferOutput<typeof AckSchema>;
