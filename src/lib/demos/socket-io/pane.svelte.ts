import type { OutboxEntry } from '$lib/client/outbox.ts';
import type { RoomStatus } from '$lib/client/room-set.ts';
import {
	createSocketIoClient,
	type SocketIoEvent,
	type TransportStep
} from '$lib/client/socket-io.ts';
import type { ConnectionState } from '$lib/client/state.ts';
import { createLog, type Log, type Row } from '../log.ts';
import { perFrame } from '../per-frame.ts';
import { tracing } from '../tracing.ts';
import { nobody, withoutUser, withUser, type People } from './people.ts';
import type { DemoRoom } from './rooms.ts';
import { text } from './text.ts';

/** The shortest delay before a cut connection is opened again: long enough to write messages meanwhile. */
const cutMs = 4_000;
/** The most transport steps that are shown. */
const maxSteps = 3;

/** What a pane shows of a room. */
export interface RoomView extends DemoRoom {
	status: RoomStatus;
	rows: readonly Row[];
	unread: number;
	people: People;
}

/** The state of one pane, with what has arrived in each room. */
export class Pane {
	state = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	user = $state('');
	steps = $state.raw<readonly (TransportStep & { timestamp: number })[]>([]);
	outbox = $state.raw<readonly OutboxEntry[]>([]);
	rooms: RoomView[] = $state([]);
	/** The room that is shown. */
	viewed = $state<string>();

	readonly #client;
	readonly #logs: Record<string, Log> = {};
	readonly #publish = perFrame(() => {
		for (const view of this.rooms) view.rows = this.#log(view.room).rows;
		this.outbox = this.#client.outbox;
	});

	constructor(rooms: readonly DemoRoom[]) {
		this.rooms = rooms.map(({ label, room }) => ({
			label,
			room,
			status: 'left',
			rows: [],
			unread: 0,
			people: nobody
		}));
		const { query, load, onOutbox } = tracing();
		this.#client = createSocketIoClient({
			...{ query, load, onOutbox },
			onEvent: (event) => this.#receive(event)
		});
	}

	start = () => this.#client.start();
	stop = () => this.#client.stop();
	cut = () => this.#client.interrupt(cutMs);
	join = (room: string) => this.#client.join(room);
	leave = (room: string) => this.#client.leave(room);
	send = (room: string, message: string) => this.#client.send(room, message);
	retry = (clientId: string) => this.#client.retry(clientId);
	discard = (clientId: string) => this.#client.discard(clientId);
	dispose = () => this.#client.dispose();

	view(room: string) {
		this.viewed = room;
		const view = this.#find(room);
		if (view) view.unread = 0;
	}

	#receive(event: SocketIoEvent) {
		if (event.type === 'state') this.#changed(event.state);
		if (event.type === 'transport') {
			this.steps = [...this.steps, { ...event, timestamp: Date.now() }].slice(-maxSteps);
		}
		if (event.type === 'ack')
			for (const log of Object.values(this.#logs)) log.acknowledged(event.id);
		// An event of a room names that room, which may differ from the room that is shown.
		const view = 'room' in event ? this.#find(event.room) : undefined;
		if (view) this.#inRoom(view, event);
		this.#publish();
	}

	#inRoom(view: RoomView, event: SocketIoEvent) {
		const log = this.#log(view.room);
		const note = (notice: string) => log.notice(notice, Date.now());
		switch (event.type) {
			case 'room':
				this.#statusChanged(view, event.status);
				break;
			case 'welcome':
				this.user = event.user;
				view.people = withUser(view.people, event.user);
				break;
			case 'message':
				log.message(event);
				if (this.viewed !== view.room) view.unread += 1;
				break;
			case 'presence':
				view.people = event;
				break;
			case 'user-joined':
				view.people = withUser(view.people, event.user);
				note(text.joined(event.user));
				break;
			case 'user-left':
				view.people = withoutUser(view.people, event.user);
				note(text.left(event.user));
				break;
			case 'gap':
				note(text.gap);
				break;
			case 'hole':
				note(text.hole(event.from, event.to));
		}
	}

	/** A joined room is shown if none is. When the shown room is left, another joined room is shown instead. */
	#statusChanged(view: RoomView, status: RoomStatus) {
		const before = view.status;
		view.status = status;
		if (status === 'joined') {
			const isRejoined = before === 'waiting' && view.rows.length > 0;
			this.#log(view.room).notice(isRejoined ? text.back : text.welcome, Date.now());
			this.viewed ??= view.room;
		}
		if (status !== 'joined') view.people = nobody;
		if (status === 'left' && this.viewed === view.room) {
			this.viewed = this.rooms.find((other) => other.status === 'joined')?.room;
		}
	}

	#changed(state: ConnectionState) {
		if (state.name !== 'open') this.steps = []; // without a connection there is no transport
		this.state = state;
	}

	#find(room: string): RoomView | undefined {
		return this.rooms.find((view) => view.room === room);
	}

	#log(room: string): Log {
		return (this.#logs[room] ??= createLog());
	}
}
