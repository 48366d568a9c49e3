import * as v from 'valibot';
import { ClientIdSchema, TextSchema } from './client-event.ts';
import { parseCursor } from './cursor.ts';
import type { Problem } from './errors.ts';
import type { Ack, Closing, Gap, Message, Presence, Welcome } from './message.ts';
import { RoomSchema } from './room.ts';

// #region events
// ブラウザーから届く値は、型ではなくスキーマで検証する
export const JoinRoomSchema = v.object({ room: RoomSchema, after: v.optional(after()) });
export const LeaveRoomSchema = v.object({ room: RoomSchema });
export const RoomMessageSchema = v.object({
	room: RoomSchema,
	text: TextSchema,
	clientId: v.optional(ClientIdSchema)
});

// 応答(acknowledgement):成功なら結果、失敗ならエラーの内容
export type Answer<Result> = (answer: ({ ok: true } & Result) | ({ ok: false } & Problem)) => void;

export interface ClientToServerEvents {
	'join-room': (join: v.InferInput<typeof JoinRoomSchema>, answer?: Answer<Welcome>) => void;
	'leave-room': (leave: v.InferInput<typeof LeaveRoomSchema>, answer?: Answer<object>) => void;
	message: (message: v.InferInput<typeof RoomMessageSchema>, answer?: Answer<Ack>) => void;
}

export interface ServerToClientEvents {
	message: (message: Message) => void;
	gap: (gap: Gap) => void;
	presence: (presence: Presence) => void;
	closing: (closing: Closing) => void;
	'user-joined': (joined: { room: string; user: string }) => void;
	'user-left': (left: { room: string; user: string }) => void;
}
// #endregion events

/** ハンドシェイクの資格情報。両方あれば両方とも有効でなければならない。どちらもなければ、Authorization、Cookie の順に使う */
export const HandshakeAuthSchema = v.object({
	ticket: v.optional(v.string()),
	token: v.optional(v.string())
});

function after() {
	return v.pipe(
		v.string('must be a string'),
		v.check((text) => text === '' || parseCursor(text) !== null, 'must be a cursor of this server')
	);
}
