import type { ExampleHost } from '../../server/examples/host.ts';
import type { OpenSocket } from '../../server/examples/sockets.ts';
import { host } from '../host.server.ts';
import { createHalls } from './halls.server.ts';
import { Session } from './session.server.ts';

/** 接続を受け付け、その場所に割り当てる。now はレート制限の時計(ミリ秒) */
export function serve(server: ExampleHost, now = () => performance.now()): OpenSocket {
	const halls = createHalls(server);
	return async (socket, query) => {
		const room = query.get('room') ?? '';
		const { hall, release } = await halls.take(room, socket.address);
		const session = new Session({ server, hall, room, socket, now });
		return {
			message: (value) => session.message(value),
			closed() {
				session.closed();
				release();
			}
		};
	};
}

export const open = serve(host);
