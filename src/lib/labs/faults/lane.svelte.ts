import type { RoomClientEvent } from '$lib/client/room-client.ts';
import type { SocketIoEvent } from '$lib/client/socket-io.ts';
import type { ConnectionState } from '$lib/client/state.ts';
import type { Fault } from '$lib/protocol/connection-fault.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { causeFault, readReport } from '../../demos/own-connection.ts';
import { summarize, type RunEvent } from './summary.ts';
import { createLine } from './line.ts';
import { createNaive, type LabTransport, type Reader } from './naive.ts';
import { createRobust } from './robust.ts';
import type { LineFault, ServerFault } from './script.ts';

export type ClientKind = 'naive' | 'robust';

/** How long the naive client waits before it reconnects. */
const retryMs = 1_000;
/** How many times to try to cause a fault: with long polling, each request is a new connection. */
const attempts = 5;

const causes: Record<Exclude<LineFault, 'offline'>, Fault> = {
	cut: 'cut',
	'half-open': 'swallow',
	slow: 'hold',
	delay: 'delay',
	duplicate: 'duplicate'
};

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

interface LaneOptions {
	kind: ClientKind;
	transport: LabTransport;
	room: string;
	/** The time in ms since the run began. */
	now: () => number;
	/** What precedes the paths of the server. */
	prefix: () => string;
}

/** One client, what happened to it, and the summary. */
export class Lane {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	events = $state.raw<readonly RunEvent[]>([]);
	readonly summary = $derived(summarize(this.events));

	readonly #options: LaneOptions;
	readonly #line;
	readonly #reader: Reader;
	/** The name of the current connection. */
	#current = '';
	/** The connection with the fault. Its name may already stand for a newer one. */
	#faulty: { name: string; id?: string } = { name: '' };
	/** Messages up to this number have arrived or will never arrive. */
	#position = 0;
	/** How many messages were accepted before the server began to number them again. */
	#base = 0;
	/** True from a fault until the client has reconnected. */
	#isReconnectionPending = false;
	/** A fault that has to be caused again for each new poll. */
	#lasting: Fault | undefined;

	constructor(options: LaneOptions) {
		const { kind, transport, room } = options;
		this.#options = options;
		this.#line = createLine({
			prefix: options.prefix,
			opening: (connection) => this.#opening(connection),
			joined: (after) => this.record({ type: 'joined', after: this.#base + after }),
			resumed: () => {
				if (this.#isReconnectionPending) this.record({ type: 'resumed' });
			}
		});
		const line = this.#line;
		this.#reader =
			kind === 'robust'
				? createRobust[transport]({ room, line, onEvent: (event) => this.#receive(event) })
				: createNaive[transport]({ room, line, retryMs, on: this.#naiveListener() });
	}

	start() {
		this.connection = { name: 'connecting' };
		this.#reader.start();
	}

	stop() {
		this.#reader.stop();
		this.#reader.dispose?.();
		this.connection = { name: 'closed', reason: 'stopped' };
	}

	record(event: DistributiveOmit<RunEvent, 'at'>) {
		if (event.type === 'received') this.#position = Math.max(this.#position, event.seq);
		if (event.type === 'fault') this.#isReconnectionPending = true;
		if (event.type === 'joined' || event.type === 'resumed') this.#isReconnectionPending = false;
		// The naive client never receives anything from before it joined.
		if (event.type === 'joined' && this.#options.kind === 'naive')
			this.#position = Math.max(this.#position, event.after);
		this.events = [...this.events, { ...event, at: this.#options.now() }];
	}

	/** Whether the connection is open on the server too, and every accepted message has arrived or never will. */
	async isReady(): Promise<boolean> {
		const { isOffline, fetch } = this.#line;
		if (this.connection.name !== 'open' || isOffline) return false;
		if (this.#position < (this.summary.cells.at(-1)?.seq ?? 0)) return false;
		return (await readReport(this.#current, fetch))?.closedForMs === null;
	}

	/** Causes a fault on this client’s connection; false if that is impossible. */
	async begin(fault: LineFault, after: number): Promise<boolean> {
		if (fault === 'offline') {
			this.record({ type: 'fault', fault, after });
			this.#line.goOffline();
			return true;
		}
		for (let i = 0; i < attempts; i++) {
			const name = this.#current;
			const report = await causeFault(name, causes[fault], this.#line.fetch);
			// The poll was answered first, so the client already has another connection.
			if (report === null || report.fault === 'none') continue;
			this.#faulty = { name, id: report.id };
			this.record({ type: 'fault', fault, after });
			if (fault === 'delay') this.#lasting = 'delay';
			return true;
		}
		return false;
	}

	async finish(fault: LineFault, after: number): Promise<void> {
		const { fetch } = this.#line;
		this.#lasting = undefined;
		this.record({ type: 'fault-over', fault, after });
		if (fault === 'offline') this.#line.goOnline();
		else if (fault !== 'cut') {
			const { name, id } = this.#faulty;
			// The id keeps this from affecting a newer connection of the same name.
			await causeFault(name, fault === 'half-open' ? 'cut' : 'release', fetch, id);
			if (fault === 'delay') await causeFault(this.#current, 'release', fetch);
		}
	}

	/** Records that a fault of the server begins. `isForgetful`: the server then numbers the messages from 1 again. */
	beginServerFault(fault: ServerFault, after: number, isForgetful: boolean): void {
		this.record({ type: 'fault', fault, after });
		if (isForgetful) this.#base = after;
	}

	#opening(connection: string) {
		this.#current = connection;
		if (this.#lasting && this.#options.transport === 'long-polling')
			void causeFault(connection, this.#lasting, this.#line.fetch);
	}

	#receive(event: RoomClientEvent | SocketIoEvent) {
		if (event.type === 'state') this.connection = event.state;
		if (event.type === 'message') this.#recordArrival(event.text);
		if (event.type === 'hole') this.#recordLoss(this.#base + event.from, this.#base + event.to);
		if (event.type === 'gap' && event.from !== null && event.to !== null)
			this.#recordLoss(this.#base + event.from, this.#base + event.to);
		if (event.type === 'gap' && event.reason === 'reset') {
			// What followed the client’s position in the former epoch cannot be replayed.
			if (this.#position < this.#base) this.#recordLoss(this.#position + 1, this.#base);
			this.record({ type: 'reset' });
		}
	}

	/** The text is the number of the message in the run. `seq` begins again after a restart without Redis. */
	#recordArrival(text: string) {
		this.record({ type: 'received', seq: Number(text) });
	}

	#recordLoss(from: number, to: number) {
		this.record({ type: 'known-lost', from, to });
	}

	#naiveListener() {
		return {
			open: () => (this.connection = { name: 'open' }),
			state: (state: ConnectionState) => (this.connection = state),
			lost: () => (this.connection = { name: 'waiting', retryAt: Date.now() + retryMs }),
			message: (value: unknown) => {
				const event = parseNamedEvent('message', value);
				if (event?.type === 'message') this.#recordArrival(event.text);
			},
			answer: (value: unknown) => {
				const event = parseNamedEvent('welcome', value);
				if (event?.type === 'welcome')
					this.record({ type: 'joined', after: this.#base + event.lastSeq });
			}
		};
	}
}
