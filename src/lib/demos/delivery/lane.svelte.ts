import type { RoomClientEvent } from '$lib/client/room-client.ts';
import type { ConnectionState } from '$lib/client/state.ts';
import { createWebSocketClient } from '$lib/client/websocket.ts';
import type { Message } from '$lib/protocol/message.ts';
import { privateRoom } from '$lib/protocol/room.ts';
import { parseServerEvent, type ServerEvent } from '$lib/protocol/server-event.ts';
import { causeFault } from '../own-connection.ts';
import { addRow, type TimelineRow } from '../timeline.ts';
import { watchedSocket, type Frame } from '../watched-socket.ts';
import { createFreshIdSender } from './fresh-id-sender.ts';
import { text } from './text.ts';

export type LaneName = keyof typeof text.lanes;

/** The delay before a reconnection: fixed, so that readers can see the state while disconnected. */
const reconnectMs = 1_500;
/** How many messages of the room’s history are shown. */
const shownMessages = 2;
const fixedBackoff = { opened: () => {}, next: () => reconnectMs };

/** Sends to a room on one connection, and observes on another which messages the room has stored. */
export class Lane {
	readonly name: LaneName;
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	rows = $state.raw<readonly TimelineRow[]>([]);
	/** How many messages the user wrote, how many frames were sent, and how many messages the room stored. */
	written = $state(0);
	sent = $state(0);
	stored = $state(0);
	/** The newest stored messages. */
	newest = $state.raw<readonly Message[]>([]);
	/** The result of the last resend, as text for the reader. */
	outcome = $state('');
	/** True from the call of `loseAck` until the repeated message is acknowledged. */
	isBusy = $state(false);

	readonly #room = privateRoom('delivery');
	readonly #observer;
	readonly #sender;
	/** The name of the current connection. */
	#current = '';
	#isLosing = false;
	/** The seq of the message whose ack was lost. */
	#lostSeq = 0;

	constructor(name: LaneName) {
		this.name = name;
		const WebSocket = watchedSocket({
			opening: (connection) => (this.#current = connection),
			frame: (frame) => this.#record(frame)
		});
		const onState = (state: ConnectionState) => this.#changed(state);
		const room = this.#room;
		this.#observer = createWebSocketClient({ room, onEvent: (event) => this.#observe(event) });
		this.#sender =
			name === 'fresh'
				? createFreshIdSender({ room, WebSocket, retryMs: reconnectMs, onState })
				: createWebSocketClient({
						room,
						WebSocket,
						backoff: fixedBackoff,
						onEvent: (event) => {
							if (event.type === 'state') onState(event.state);
						}
					});
	}

	start = () => {
		this.#observer.start();
		this.#sender.start();
	};

	stop = () => {
		this.#isLosing = false;
		this.isBusy = false;
		this.#observer.stop();
		this.#sender.stop();
	};

	dispose = () => {
		this.#observer.dispose();
		this.#sender.dispose();
	};

	/** Sends a message whose ack will be lost; false if the server cannot cause the fault. */
	async loseAck(message: string): Promise<boolean> {
		if (this.isBusy) return true;
		this.isBusy = true;
		// Holds all data of this connection on the server, the ack included.
		this.#isLosing = (await causeFault(this.#current, 'hold')) !== null;
		if (!this.#isLosing) {
			this.isBusy = false;
			return false;
		}
		this.written += 1;
		this.outcome = '';
		this.#sender.send(message);
		return true;
	}

	#observe(event: RoomClientEvent) {
		if (event.type !== 'message') return;
		this.stored += 1;
		this.newest = [...this.newest, event].slice(-shownMessages);
		if (!this.#isLosing) return;
		this.#lostSeq = event.seq;
		void this.#cut();
	}

	/** Cuts the connection while the server holds the ack. The observer has received the message, so it is stored. */
	async #cut() {
		this.#isLosing = false;
		const report = await causeFault(this.#current, 'cut');
		if (report) this.#note(text.cut(report.queuedBytes));
	}

	#changed(state: ConnectionState) {
		if (state.name === 'open' && this.connection.name !== 'open' && this.isBusy)
			this.#note(text.again);
		this.connection = state;
	}

	#record({ direction, json }: Frame) {
		// Frames without a clientId, such as presence, are not shown.
		if (!json.includes('"clientId"')) return;
		if (direction === 'sent') this.sent += 1;
		this.rows = addRow(this.rows, { at: Date.now(), kind: direction, text: json });
		const event = direction === 'received' ? parseServerEvent(json) : null;
		if (event?.type === 'ack') this.#acknowledged(event);
	}

	#acknowledged({ seq }: Extract<ServerEvent, { type: 'ack' }>) {
		this.isBusy = false;
		const isRepeated = seq === this.#lostSeq;
		this.outcome = isRepeated ? text.repeated(seq) : text.duplicated(seq);
	}

	#note(note: string) {
		this.rows = addRow(this.rows, { at: Date.now(), kind: 'note', text: note });
	}
}
