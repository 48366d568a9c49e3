import * as v from 'valibot';
import { Refusal } from '../../server/realtime/refusal.ts';
import type { OpenSocket } from '../../server/examples/sockets.ts';
import { Knock } from './protocol.ts';

/** ユーザーが負荷をかけるための接続。受信したものに、同じ番号で応答するだけ */
export const open: OpenSocket = (socket) => ({
	message(value) {
		const { success, output } = v.safeParse(Knock, value);
		if (!success) throw new Refusal('bad_message');
		socket.send(output);
	},
	closed: () => undefined
});
