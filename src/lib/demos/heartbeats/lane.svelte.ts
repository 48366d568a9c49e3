import type { ConnectionState } from '$lib/client/state.ts';
import type { LivenessIntervals } from '$lib/client/watch-liveness.ts';
import { createWebSocketClient } from '$lib/client/websocket.ts';
import { privateRoom } from '$lib/protocol/room.ts';
import { causeFault, readReport } from '../own-connection.ts';
import { addRow, type TimelineRow } from '../timeline.ts';
import { watchedSocket, type Frame } from '../watched-socket.ts';
import { text } from './text.ts';

export type LaneName = keyof typeof text.lanes;

/** `watching`: shorter than the defaults, 30 s and 10 s, so that readers need not wait. `waiting`: never treats silence as a loss. */
const intervals: Record<LaneName, LivenessIntervals> = {
	watching: { quietMs: 4_000, answerMs: 3_000, checkMs: 250 },
	waiting: { quietMs: Infinity, answerMs: Infinity }
};

/** The interval at which the server is asked for the state of the connection. */
const reportMs = 1_000;
/** The server is asked at most this many times. It closes a blocked connection within 75 s. */
const maxReports = 90;

/** When traffic was blocked, and after how many ms the client and the server detected it; null until then. */
interface Outage {
	startedAt: number;
	client: number | null;
	server: number | null;
}

/** A connection whose traffic can be blocked. Records when the client and the server detect that. */
export class Lane {
	readonly name: LaneName;
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	rows = $state.raw<readonly TimelineRow[]>([]);
	receivedAt = $state<number | null>(null);
	outage = $state.raw<Outage | null>(null);

	readonly #client;
	/** The name of the current connection. */
	#current = '';
	/** The name of the blocked connection. */
	#blocked = '';

	constructor(name: LaneName) {
		this.name = name;
		this.#client = createWebSocketClient({
			room: privateRoom('heartbeats'),
			WebSocket: watchedSocket({
				opening: (connection) => (this.#current = connection),
				frame: (frame) => this.#record(frame)
			}),
			liveness: intervals[name],
			onEvent: (event) => {
				if (event.type === 'state') this.#changed(event.state);
			}
		});
	}

	start = () => this.#client.start();
	dispose = () => this.#client.dispose();

	stop = () => {
		void this.restore();
		this.#client.stop();
	};

	/** Blocks the connection in both directions; false if the server cannot cause the fault. */
	async block(): Promise<boolean> {
		if (this.connection.name !== 'open') return true;
		const connection = this.#current;
		if (!(await causeFault(connection, 'swallow'))) return false;
		this.#blocked = connection;
		this.outage = { startedAt: Date.now(), client: null, server: null };
		this.#note(text.blocked);
		void this.#watchServer(connection);
		return true;
	}

	/** Finds out through separate requests when the server detects the outage. */
	async #watchServer(connection: string) {
		for (let count = 0; count < maxReports && this.#blocked === connection; count++) {
			const report = await readReport(connection);
			if (report && report.closedForMs !== null) return this.#serverNoticed(report.closedForMs);
			await new Promise((resolve) => setTimeout(resolve, reportMs));
		}
	}

	/** Ends the outage by cutting the connection: a half-open one cannot recover. */
	async restore() {
		const connection = this.#blocked;
		this.#blocked = '';
		this.outage = null;
		if (connection !== '') await causeFault(connection, 'cut');
	}

	#serverNoticed(closedForMs: number) {
		if (!this.outage) return;
		const server = Date.now() - this.outage.startedAt - closedForMs;
		this.outage = { ...this.outage, server };
		this.#note(text.noticedByServer(seconds(server)));
	}

	#changed(state: ConnectionState) {
		if (state.name === 'waiting' && this.outage?.client === null) {
			const client = Date.now() - this.outage.startedAt;
			this.outage = { ...this.outage, client };
			const note = this.name === 'watching' ? text.noticed : text.closed;
			this.#note(note(seconds(client)));
		}
		if (state.name === 'open' && this.connection.name !== 'open' && this.outage)
			this.#note(text.back);
		this.connection = state;
	}

	#record({ direction, json }: Frame) {
		if (direction === 'received') this.receivedAt = Date.now();
		// Only pings and pongs are shown, no other frames such as presence.
		if (!/"type":"p[io]ng"/.test(json)) return;
		this.rows = addRow(this.rows, { at: Date.now(), kind: direction, text: json });
	}

	#note(note: string) {
		this.rows = addRow(this.rows, { at: Date.now(), kind: 'note', text: note });
	}
}

/** Seconds, rounded to one decimal. */
export function seconds(ms: number): number {
	return Math.round(ms / 100) / 10;
}
