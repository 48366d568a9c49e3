import type { OpenSocket, Report } from './recorder.ts';

/** Wraps `io`, to report what its sockets dispatch and what the page emits. */
export function watchSocketIo(io: OpenSocket, opening: (url: string) => Report): OpenSocket {
	return (options) => {
		const { query = {} } = options as { query?: Record<string, string> };
		const report = opening(`/socket.io/?${new URLSearchParams(query).toString()}`);
		const socket = io(options);
		socket.on('connect', () => report('open'));
		socket.on('connect_error', () => report('error'));
		socket.on('disconnect', (reason) => report('closed', { name: reason }));
		socket.onAny((name: string) => report('message', { name }));
		socket.onAnyOutgoing((name: string) => report('send', { name }));
		const disconnect = socket.disconnect.bind(socket);
		socket.disconnect = () => {
			if (socket.active) report('close');
			return disconnect();
		};
		return socket;
	};
}
