import { createNewest } from '$lib/client/query-live.ts';
import type { RoomClientEvent } from '$lib/client/room-client.ts';
import type { ConnectionState } from '$lib/client/state.ts';
import { createWebSocketClient } from '$lib/client/websocket.ts';
import type { Message } from '$lib/protocol/message.ts';
import { randomId } from '$lib/protocol/room.ts';
import { causeFault, readReport } from '../own-connection.ts';
import { addRow, type TimelineRow } from '../timeline.ts';
import { watchedSocket } from '../watched-socket.ts';
import { readNewest } from './newest-stream.ts';
import { text } from './text.ts';

export type LaneName = keyof typeof text.lanes;

/** The interval at which the size of the queue is read. */
export const reportMs = 1_000;
/** The delay before a stream is reopened. */
const reopenMs = 1_500;

/** What both lanes share: their state, and the fault that slows them down. */
abstract class Lane {
	abstract readonly name: LaneName;
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	rows = $state.raw<readonly TimelineRow[]>([]);
	delivered = $state(0);
	skipped = $state(0);
	lost = $state(0);
	queuedBytes = $state(0);
	isSlow = $state(false);

	/** The name of the current connection. */
	protected current = '';

	abstract start(): void;
	abstract stop(): void;

	/**
	 * Makes the server queue the data of this connection instead of sending it; false if the server could not.
	 * Does nothing, and returns true, while the connection is not open.
	 */
	async slow(): Promise<boolean> {
		if (this.connection.name !== 'open') return true;
		this.isSlow = (await causeFault(this.current, 'hold')) !== null;
		if (this.isSlow) this.note(text.slowed);
		return this.isSlow;
	}

	async restore(): Promise<void> {
		if (!this.isSlow) return;
		this.isSlow = false;
		this.note(text.released);
		await causeFault(this.current, 'release');
	}

	/** Reads the size of the server’s queue. */
	async watch(): Promise<void> {
		const connection = this.current;
		const report = await readReport(connection);
		if (!report || connection !== this.current) return;
		if (report.closedForMs === null) this.queuedBytes = report.queuedBytes;
		// The server ends the fault after 45 s.
		if (this.isSlow && report.fault === 'none') this.isSlow = false;
	}

	protected note(note: string): void {
		this.rows = addRow(this.rows, { at: Date.now(), kind: 'note', text: note });
	}
}

/** Receives only the newest value. */
export class NewestLane extends Lane {
	readonly name = 'newest';
	readonly #room: string;
	readonly #take = createNewest();
	#close = () => {};
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(room: string) {
		super();
		this.#room = room;
	}

	start(): void {
		this.current = randomId(24);
		this.connection = { name: 'connecting' };
		this.#close = readNewest({
			url: `/api/demos/newest/${this.#room}?connection=${this.current}`,
			onOpen: () => (this.connection = { name: 'open' }),
			onValue: (value) => this.#receive(value),
			onEnd: () => {
				this.isSlow = false;
				this.connection = { name: 'waiting', retryAt: Date.now() + reopenMs };
				this.#timer = setTimeout(() => this.start(), reopenMs);
			}
		});
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#close();
		this.isSlow = false;
		this.queuedBytes = 0;
		this.connection = { name: 'closed', reason: 'stopped' };
	}

	#receive(value: readonly Message[]) {
		const { fresh, skipped } = this.#take(value);
		this.delivered += fresh.length;
		this.skipped += skipped;
		if (skipped > 0) this.note(text.skippedNow(skipped));
	}
}

/** Receives every message. Resumes after the server has closed the connection. */
export class LosslessLane extends Lane {
	readonly name = 'lossless';
	readonly #client;
	#lastSeq = 0;

	constructor(room: string) {
		super();
		this.#client = createWebSocketClient({
			room,
			WebSocket: watchedSocket({ opening: (connection) => (this.current = connection) }),
			onEvent: (event) => this.#receive(event)
		});
	}

	start(): void {
		this.#client.start();
	}

	stop(): void {
		this.#client.stop();
		this.queuedBytes = 0;
	}

	dispose(): void {
		this.#client.dispose();
	}

	#receive(event: RoomClientEvent) {
		if (event.type === 'state') this.#changed(event.state);
		if (event.type === 'hole') this.lost += event.to - event.from + 1;
		if (event.type !== 'message') return;
		this.delivered += 1;
		this.#lastSeq = event.seq;
	}

	#changed(state: ConnectionState) {
		if (state.name === 'waiting') void this.#explain(this.current, this.queuedBytes);
		if (state.name === 'open' && this.connection.name === 'connecting' && this.#lastSeq > 0)
			this.note(text.resumed(this.#lastSeq));
		if (state.name !== 'open') this.isSlow = false;
		this.connection = state;
	}

	/** Asks the server for the close code, which was discarded with the queue and never arrived. */
	async #explain(connection: string, queuedBytes: number) {
		this.queuedBytes = 0;
		const report = await readReport(connection);
		const code = report?.closedWith ?? null;
		this.note(code === null ? text.lostConnection : text.closed(code, queuedBytes));
	}
}
