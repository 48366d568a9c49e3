import { createBackoff } from '../client/backoff.ts';
import { createLifecycle } from '../client/lifecycle.ts';
import type { ConnectionState } from '../client/state.ts';
import { closeKind } from '../protocol/close-codes.ts';
import { parseServerEvent, type ServerEvent } from '../protocol/server-event.ts';

interface RawSocketOptions {
	room: string;
	/** Called for every frame, with the event in it; null if it is not an event of the protocol. */
	onFrame: (frame: string, event: ServerEvent | null) => void;
	onState: (state: ConnectionState) => void;
}

/**
 * A WebSocket connection to a room. It sends any text unchanged, however malformed or frequent, and reports every
 * received frame. It has no outbox, which would wait and resend: demonstrations show the server's answer to each frame.
 */
export function createRawSocket({ room, onFrame, onState }: RawSocketOptions) {
	let socket: WebSocket | undefined;

	function open() {
		const url = new URL('/ws', location.href);
		url.protocol = url.protocol.replace('http', 'ws');
		url.searchParams.set('room', room);
		const current = new WebSocket(url, 'wirelab.v1');
		socket = current;
		let retryAfterMs = 0;

		current.onmessage = ({ data }) => {
			if (socket !== current) return; // the socket was dropped before
			const frame = String(data);
			const event = parseServerEvent(frame);
			if (event?.type === 'welcome') lifecycle.opened();
			if (event?.type === 'closing') retryAfterMs = event.retryAfterMs ?? 0;
			onFrame(frame, event);
		};
		current.onclose = ({ code }) => {
			if (socket !== current) return;
			if (closeKind(code).reconnect) lifecycle.lost(retryAfterMs);
			else lifecycle.refused(code);
		};
	}

	function drop() {
		const last = socket;
		socket = undefined;
		last?.close();
	}

	const lifecycle = createLifecycle({
		link: { open, drop },
		backoff: createBackoff(),
		onState,
		page: window
	});

	return {
		start: lifecycle.start,
		stop: lifecycle.stop,
		dispose: lifecycle.dispose,
		/** Sends a frame; false while the connection is not open. */
		send(frame: string): boolean {
			if (lifecycle.state.name !== 'open') return false;
			socket?.send(frame);
			return true;
		}
	};
}
