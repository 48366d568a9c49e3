import type { ConnectionState } from '$lib/client/state.ts';
import type { LivenessIntervals } from '$lib/client/watch-liveness.ts';
import { createWebSocketClient } from '$lib/client/websocket.ts';
import { privateRoom } from '$lib/protocol/room.ts';
import { causeFault, readReport } from '../own-connection.ts';
import { addRow, type TimelineRow } from '../timeline.ts';
import { watchedSocket, type Frame } from '../watched-socket.ts';
import { text } from './text.ts';

export type LaneName = keyof typeof text.lanes;

/** 無通信の確認。デモで待たずに済むように、通常の30秒と10秒より短くする */
const intervals: Record<LaneName, LivenessIntervals> = {
	watching: { quietMs: 4_000, answerMs: 3_000, checkMs: 250 },
	waiting: { quietMs: Infinity, answerMs: Infinity }
};

/** サーバーから見た状態を確認する間隔 */
const reportMs = 1_000;
/** この時間を過ぎても閉じなければ、確認をやめる。サーバーは75秒で必ず閉じる */
const maxReports = 90;

/** 遮断の開始と、検知までの時間(ミリ秒)。検知するまでは null */
export interface Outage {
	startedAt: number;
	client: number | null;
	server: number | null;
}

/** 1つの接続。通信を遮断でき、クライアントとサーバーが検知した時刻を記録する */
export class Lane {
	readonly name: LaneName;
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	rows = $state.raw<readonly TimelineRow[]>([]);
	receivedAt = $state<number | null>(null);
	outage = $state.raw<Outage | null>(null);

	readonly #client;
	/** 現在の接続の名前 */
	#current = '';
	/** 遮断した接続の名前 */
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

	// #region block
	/** この接続の通信を、両方向とも遮断する。サーバーで障害を起こせなければ false */
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

	/** サーバーがいつ切断を検知するかを、別のリクエストで確認する */
	async #watchServer(connection: string) {
		for (let count = 0; count < maxReports && this.#blocked === connection; count++) {
			const report = await readReport(connection);
			if (report && report.closedForMs !== null) return this.#serverNoticed(report.closedForMs);
			await new Promise((resolve) => setTimeout(resolve, reportMs));
		}
	}
	// #endregion block

	/** 遮断を終了する。ハーフオープンの接続は元に戻らないので、切断する */
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
		// ルームへの参加と、参加者の通知は省く
		if (!/"type":"p[io]ng"/.test(json)) return;
		this.rows = addRow(this.rows, { at: Date.now(), kind: direction, text: json });
	}

	#note(note: string) {
		this.rows = addRow(this.rows, { at: Date.now(), kind: 'note', text: note });
	}
}

/** 秒。小数第1位まで */
export function seconds(ms: number): number {
	return Math.round(ms / 100) / 10;
}
