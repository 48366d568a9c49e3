import type { Socket } from 'socket.io-client';
import type { Naive, Reader } from './naive.ts';
import { loadSocketIo } from './socket-io-line.ts';

/** ライブラリの再接続に任せる。再接続した後は、位置を指定せずに入室する */
export function createNaiveSocketIo({ room, line, on }: Naive): Reader {
	let socket: Socket | undefined;
	let isStopped = false;

	async function start() {
		const { io } = await loadSocketIo(line);
		if (isStopped) return;
		socket = connect(io);
	}

	// #region naive
	function connect(io: (options: object) => Socket): Socket {
		const current = io({ forceNew: true });
		current.on('connect', () => {
			on.open();
			current.emit('join-room', { room }, on.answer); // afterがない
		});
		current.on('message', on.message);
		current.on('disconnect', on.lost);
		return current;
	}
	// #endregion naive

	return {
		start: () => void start(),
		stop() {
			isStopped = true;
			socket?.off().disconnect();
		}
	};
}
