import { randomId } from '$lib/protocol/room.ts';

/** 1つのフレーム。`json` は、通信されたままの文字列 */
export interface Frame {
	direction: 'sent' | 'received';
	json: string;
}

export interface SocketWatcher {
	/** 新しい接続の名前。この名前で、自分の接続だけに障害を起こせる */
	opening: (connection: string) => void;
	frame?: (frame: Frame) => void;
}

/** ブラウザーの WebSocket と同じ。接続に名前を付け、フレームを通知する */
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
