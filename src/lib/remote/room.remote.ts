import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { getRequestEvent, query } from '$app/server';
import { getRealtime } from '$lib/server/realtime/index.ts';

// #region remote
/** ルームの新しい10件。変わるたびに、新しい値を送る */
export const newestMessages = query.live(v.string(), (room) =>
	getRealtime().queryLive.read(getRequestEvent(), room, (status, { code, message }) =>
		error(status, { code, message })
	)
);
// #endregion remote
