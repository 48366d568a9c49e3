import type { ConnectionState } from '$lib/client/state.ts';
import { randomId } from '$lib/protocol/room.ts';
import { parseServerEvent } from '$lib/protocol/server-event.ts';

interface FreshIdSenderOptions {
	room: string;
	WebSocket: typeof window.WebSocket;
	retryMs: number;
	onState: (state: ConnectionState) => void;
}

/** A faulty sender: it repeats a message until the ack arrives, but with a new clientId, so duplicates are not detected. */
export function createFreshIdSender({ room, WebSocket, retryMs, onState }: FreshIdSenderOptions) {
	let socket: WebSocket | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let unconfirmed: string | undefined;

	function start() {
		const url = new URL('/ws', location.href);
		url.protocol = url.protocol.replace('http', 'ws');
		url.searchParams.set('room', room);
		const current = new WebSocket(url, 'wirelab.v1');
		socket = current;
		onState({ name: 'connecting' });

		current.onmessage = ({ data }) => {
			const event = parseServerEvent(String(data));
			if (event?.type === 'welcome') {
				onState({ name: 'open' });
				transmit();
			}
			if (event?.type === 'ack') unconfirmed = undefined;
		};
		current.onclose = () => {
			if (socket !== current) return;
			onState({ name: 'waiting', retryAt: Date.now() + retryMs });
			timer = setTimeout(start, retryMs);
		};
	}

	function transmit() {
		if (unconfirmed === undefined) return;
		const clientId = randomId(16); // the mistake: a new id for each attempt
		socket?.send(JSON.stringify({ type: 'message', text: unconfirmed, clientId }));
	}

	function stop() {
		clearTimeout(timer);
		const last = socket;
		socket = undefined;
		last?.close();
		onState({ name: 'closed', reason: 'stopped' });
	}

	return {
		start,
		stop,
		send(text: string) {
			unconfirmed = text;
			transmit();
		},
		dispose: stop
	};
}
