import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { getRequestEvent, query } from '$app/server';
import { getRealtime } from '$lib/server/realtime/index.ts';

// #region remote
/** trace は通信を記録するときの ID、connection は接続の名前。リクエストのクエリに含まれる */
const Argument = v.object({
	room: v.string(),
	trace: v.optional(v.string()),
	connection: v.optional(v.string())
});

/** ルームの新しい10件。変わるたびに、新しい値を送る */
export const newestMessages = query.live(Argument, ({ room }) =>
	getRealtime().queryLive.read(getRequestEvent(), room, (status, { code, message }) =>
		error(status, { code, message })
	)
);
// #endregion remote
