import type { RoomClientEvent } from '$lib/client/room-client.ts';
import type { SocketIoEvent } from '$lib/client/socket-io.ts';
import type { ConnectionState } from '$lib/client/state.ts';
import type { Fault } from '$lib/protocol/connection-fault.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { causeFault, readReport } from '../../demos/own-connection.ts';
import { summarize, type LedgerEvent } from './ledger.ts';
import { createLine } from './line.ts';
import { createNaive, type LabTransport, type Reader } from './naive.ts';
import { createRobust } from './robust.ts';
import type { FaultName } from './script.ts';

export type ClientKind = 'naive' | 'robust';

/** 簡単なクライアントが再接続するまでの時間 */
const retryMs = 1_000;
/** 障害を起こす接続が見つかるまで試す回数。ポーリングは、リクエストごとに接続が替わる */
const attempts = 5;

type ServerFault = Exclude<FaultName, 'offline'>;
const serverFaults: Record<ServerFault, Fault> = {
	cut: 'cut',
	'half-open': 'swallow',
	slow: 'hold',
	delay: 'delay',
	duplicate: 'duplicate'
};

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

export interface LaneOptions {
	kind: ClientKind;
	transport: LabTransport;
	room: string;
	/** 実行を始めてからのミリ秒 */
	now: () => number;
}

/** 1つのクライアントと、その台帳 */
export class Lane {
	readonly kind: ClientKind;
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	events = $state.raw<readonly LedgerEvent[]>([]);
	readonly ledger = $derived(summarize(this.events));

	readonly #options: LaneOptions;
	readonly #line;
	readonly #reader: Reader & { dispose?: () => void };
	/** 現在の接続の名前と、障害を起こした接続の名前 */
	#current = '';
	#faulty = '';
	/** ここまでに受け付けられたものは、受信したか、もう届かない */
	#position = 0;
	/** 障害の後、まだ次の接続がない */
	#isAwaited = false;
	/** 新しいポーリングにも続けて起こす障害 */
	#lasting: Fault | undefined;

	constructor(options: LaneOptions) {
		const { kind, transport, room } = options;
		this.kind = kind;
		this.#options = options;
		this.#line = createLine({
			opening: (connection) => this.#opening(connection),
			joined: (after) => this.record({ type: 'joined', after }),
			resumed: () => {
				if (this.#isAwaited) this.record({ type: 'resumed' });
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

	record(event: DistributiveOmit<LedgerEvent, 'at'>) {
		if (event.type === 'received') this.#position = Math.max(this.#position, event.seq);
		if (event.type === 'fault') this.#isAwaited = true;
		if (event.type === 'joined' || event.type === 'resumed') this.#isAwaited = false;
		// 簡単なクライアントには、これより前のものは届かない
		if (event.type === 'joined' && this.kind === 'naive') this.#position = event.after;
		this.events = [...this.events, { ...event, at: this.#options.now() }];
	}

	/** サーバーから見て接続しており、受け付けられたものをすべて受信したか */
	async isReady(): Promise<boolean> {
		if (this.connection.name !== 'open' || this.#line.isOffline) return false;
		if (this.#position < (this.ledger.cells.at(-1)?.seq ?? 0)) return false;
		return (await readReport(this.#current))?.closedForMs === null;
	}

	// #region cause
	/** 自分の接続に障害を起こす。起こせなければ false */
	async begin(fault: FaultName, after: number): Promise<boolean> {
		if (fault === 'offline') {
			this.record({ type: 'fault', fault, after });
			this.#line.goOffline();
			return true;
		}
		for (let i = 0; i < attempts; i++) {
			this.#faulty = this.#current;
			const report = await causeFault(this.#faulty, serverFaults[fault]);
			// 応答が先に届き、接続が替わっていた
			if (report === null || report.fault === 'none') continue;
			this.record({ type: 'fault', fault, after });
			if (fault === 'delay') this.#lasting = 'delay';
			return true;
		}
		return false;
	}

	async finish(fault: FaultName, after: number): Promise<void> {
		this.#lasting = undefined;
		this.record({ type: 'fault-over', fault, after });
		if (fault === 'offline') this.#line.goOnline();
		// 接続がすでに替わっていれば、することはない
		else if (fault !== 'cut') {
			await causeFault(this.#faulty, fault === 'half-open' ? 'cut' : 'release');
			if (fault === 'delay') await causeFault(this.#current, 'release');
		}
	}
	// #endregion cause

	#opening(connection: string) {
		this.#current = connection;
		if (this.#lasting && this.#options.transport === 'long-polling')
			void causeFault(connection, this.#lasting);
	}

	#receive(event: RoomClientEvent | SocketIoEvent) {
		if (event.type === 'state') this.connection = event.state;
		if (event.type === 'message') this.record({ type: 'received', seq: event.seq });
		if (event.type === 'hole') this.#told(event.from, event.to);
		if (event.type === 'gap' && event.from !== null && event.to !== null)
			this.#told(event.from, event.to);
	}

	#told(from: number, to: number) {
		this.record({ type: 'told', from, to });
	}

	#naiveListener() {
		return {
			open: () => (this.connection = { name: 'open' }),
			lost: () => (this.connection = { name: 'waiting', retryAt: Date.now() + retryMs }),
			message: (value: unknown) => {
				const event = parseNamedEvent('message', value);
				if (event?.type === 'message') this.record({ type: 'received', seq: event.seq });
			},
			answer: (value: unknown) => {
				const event = parseNamedEvent('welcome', value);
				if (event?.type === 'welcome') this.record({ type: 'joined', after: event.lastSeq });
			}
		};
	}
}
