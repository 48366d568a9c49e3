import { randomId } from '$lib/protocol/room.ts';

/** `json` is the exact text of the frame. */
export interface Frame {
	direction: 'sent' | 'received';
	json: string;
}

interface SocketWatcher {
	/** Called with the name of each new connection. With this name, a fault can be caused on that connection only. */
	opening: (connection: string) => void;
	frame?: (frame: Frame) => void;
}

/** The browser’s WebSocket, but it names each connection and reports its frames. */
export function watchedSocket({ opening, frame }: SocketWatcher): typeof WebSocket {
	return class extends WebSocket {
		constructor(url: string | URL, protocols?: string | string[]) {
			const connection = randomId(24);
			const named = new URL(url);
			named.searchParams.set('connection', connection);
			super(named, protocols);
			opening(connection);
			this.addEventListener('message', ({ data }) =>
				frame?.({ direction: 'received', json: String(data) })
			);
		}

		override send(data: Parameters<WebSocket['send']>[0]): void {
			if (typeof data === 'string') frame?.({ direction: 'sent', json: data });
			super.send(data);
		}
	};
}
