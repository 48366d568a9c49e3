import type { RoomSocket } from './socket-io-events.ts';

/** ライブラリを、使うときに読み込む */
export const loadSocketIo = (): Promise<{ io: (options: object) => RoomSocket }> =>
	import('socket.io-client');
