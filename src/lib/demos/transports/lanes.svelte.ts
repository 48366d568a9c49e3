import { createLongPollingClient } from '$lib/client/long-polling.ts';
import type { OutboxEntry } from '$lib/client/outbox.ts';
import { createSseClient } from '$lib/client/sse.ts';
import { createSocketIoClient } from '$lib/client/socket-io.ts';
import type { ConnectionState } from '$lib/client/state.ts';
import { createWebSocketClient } from '$lib/client/websocket.ts';
import type { TransportName } from '$lib/protocol/transport.ts';
import { tracing } from '../tracing.ts';
import type { Message } from '$lib/protocol/message.ts';

/** What one transport has received from the room. */
export class Lane {
	readonly name: TransportName;
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	received = $state(0);
	/** The highest seq that has arrived. */
	last = $state(0);
	/** The delay of the newest message in ms, on this browser's clock. */
	delay = $state<number | null>(null);
	/** Messages sent on this transport that are not acknowledged yet. */
	unsent = $state.raw<readonly OutboxEntry[]>([]);

	constructor(name: TransportName) {
		this.name = name;
	}

	receive({ seq }: Pick<Message, 'seq'>, delay: number | null) {
		this.received += 1;
		this.last = Math.max(this.last, seq);
		if (delay !== null) this.delay = delay;
	}
}

interface ClientEvent {
	type: string;
}

const isState = (event: ClientEvent): event is { type: 'state'; state: ConnectionState } =>
	event.type === 'state';
const isMessage = (event: ClientEvent): event is { type: 'message' } & Message =>
	event.type === 'message';
const isOutbox = (
	event: ClientEvent
): event is { type: 'outbox'; entries: readonly OutboxEntry[] } => event.type === 'outbox';

interface LaneEvents {
	onMessage: (lane: Lane, message: Message) => void;
	/** Called when a message is sent, possibly some time after `send`. */
	onSending: (text: string) => void;
}

/** The texts of the messages that were sent, for the first time or again, since `before`. */
export function sendingSince(before: readonly OutboxEntry[], now: readonly OutboxEntry[]) {
	const isSent = ({ state }: OutboxEntry) => state === 'sent';
	const isNew = ({ clientId }: OutboxEntry) =>
		!before.some((entry) => isSent(entry) && entry.clientId === clientId);
	return now.filter((entry) => isSent(entry) && isNew(entry)).map(({ text }) => text);
}

/** Reads one room with four clients, which differ only in their transport. */
export function openLanes(room: string, { onMessage, onSending }: LaneEvents) {
	const openLane = (name: TransportName) => {
		const created = new Lane(name);
		const onEvent = (event: ClientEvent) => {
			if (isState(event)) created.connection = event.state;
			if (isMessage(event)) onMessage(created, event);
			if (!isOutbox(event)) return;
			sendingSince(created.unsent, event.entries).forEach(onSending);
			created.unsent = event.entries;
		};
		return { lane: created, onEvent };
	};
	const [sse, polling, websocket, socketIo] = [
		openLane('sse'),
		openLane('long-polling'),
		openLane('websocket'),
		openLane('socket-io')
	];
	const { EventSource, WebSocket, fetch, query, load, onOutbox } = tracing();
	const clients = {
		sse: createSseClient({ room, EventSource, fetch, onOutbox, onEvent: sse.onEvent }),
		polling: createLongPollingClient({ room, fetch, onOutbox, onEvent: polling.onEvent }),
		websocket: createWebSocketClient({ room, WebSocket, onOutbox, onEvent: websocket.onEvent }),
		socketIo: createSocketIoClient({ query, load, onOutbox, onEvent: socketIo.onEvent })
	};
	clients.socketIo.join(room);
	const all = Object.values(clients);

	return {
		lanes: [sse, polling, websocket, socketIo].map(({ lane }) => lane),
		/** Three ways to publish to the same room. */
		send: {
			http: (text: string) => clients.sse.send(text),
			websocket: (text: string) => clients.websocket.send(text),
			'socket-io': (text: string) => clients.socketIo.send(room, text)
		},
		start: () => all.forEach((client) => client.start()),
		stop: () => all.forEach((client) => client.stop()),
		dispose: () => all.forEach((client) => client.dispose())
	};
}
