import type { Report } from './recorder.ts';
import { sizeOf } from './size-of.ts';

/** Reports what a WebSocket dispatches, before the page gets it, and what the page sends. */
export function watchWebSocket(socket: WebSocket, report: Report): void {
	socket.addEventListener('open', () => report('open'));
	socket.addEventListener('error', () => report('error'));
	socket.addEventListener('message', ({ data }: MessageEvent<unknown>) =>
		report('message', { name: 'message', bytes: sizeOf(data) })
	);
	socket.addEventListener('close', ({ code }) => report('closed', { name: String(code) }));

	socket.send = (data) => {
		report('send', { bytes: sizeOf(data) });
		WebSocket.prototype.send.call(socket, data);
	};
	socket.close = (code?: number, reason?: string) => {
		const isOpen = socket.readyState < WebSocket.CLOSING;
		if (isOpen) report('close', { name: code === undefined ? '' : String(code) });
		WebSocket.prototype.close.call(socket, code, reason);
	};
}
