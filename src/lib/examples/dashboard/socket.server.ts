import { parseMessage } from '../../server/examples/parse-message.ts';
import type { OpenSocket } from '../../server/examples/sockets.ts';
import { Knock } from './protocol.ts';

/** ユーザーが負荷をかけるための接続。受信したものに、同じ番号で応答するだけ */
export const open: OpenSocket = (socket) => ({
	message(value) {
		socket.send(parseMessage(Knock, value));
	},
	closed: () => undefined
});
