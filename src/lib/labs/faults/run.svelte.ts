import { publishOverHttp } from '$lib/client/http-publish.ts';
import { privateRoom, randomId } from '$lib/protocol/room.ts';
import { Lane } from './lane.svelte.ts';
import type { LabTransport } from './naive.ts';
import { blockLength, type FaultName, type PlannedFault } from './script.ts';

/** 送信の間隔。レート制限(10秒に30通)より少なくする */
const everyMs = 400;
/** 手動の実行で送る数の上限 */
const manualLength = 150;
/** 障害を起こす前に、両方のクライアントがそろうのを待つ時間 */
const readyMs = 5_000;
/** 最後のメッセージの後、遅れているものを待つ時間 */
const settleMs = 10_000;
/** 状態を確認する間隔 */
const checkMs = 150;

export type RunPhase = 'idle' | 'running' | 'settling' | 'over' | 'stopped' | 'failed';

interface RunOptions {
	transport: LabTransport;
	/** シナリオ。手動なら null */
	plan: readonly PlannedFault[] | null;
}

/** 番号付きのメッセージを一定の間隔で送り、その間に障害を起こす */
export class Run {
	phase = $state<RunPhase>('idle');
	/** 起きている障害 */
	active = $state<FaultName | null>(null);
	/** サーバーが混雑を理由に、送信を待たせている */
	isLimited = $state(false);
	/** 起こせなかった障害 */
	missed = $state.raw<readonly FaultName[]>([]);
	readonly lanes: readonly [Lane, Lane];
	readonly plan: readonly PlannedFault[] | null;

	readonly #room = privateRoom('faults');
	/** 実行を始めてからのミリ秒 */
	readonly #now: () => number;
	readonly #stopping = new AbortController();
	/** 次のメッセージの前に行う、手動の操作 */
	#wanted: (() => Promise<void>)[] = [];
	#accepted = 0;

	constructor({ transport, plan }: RunOptions) {
		const startedAt = performance.now();
		const now = () => Math.round(performance.now() - startedAt);
		this.#now = now;
		const room = this.#room;
		this.plan = plan;
		this.lanes = [
			new Lane({ kind: 'naive', transport, room, now }),
			new Lane({ kind: 'robust', transport, room, now })
		];
	}

	/** 予定の数。手動なら上限 */
	get length(): number {
		return this.plan ? this.plan.length * blockLength : manualLength;
	}

	async start(): Promise<void> {
		this.phase = 'running';
		for (const lane of this.lanes) lane.start();
		if (!(await this.#untilReady(settleMs))) return this.#close('failed');
		while (this.#accepted < this.length && !this.#isStopped()) {
			await this.#publish();
			if (this.#isStopped()) return;
			await this.#followPlan();
			for (const act of this.#wanted.splice(0)) await act();
			await this.#sleep(everyMs);
		}
		if (this.#isStopped()) return;
		this.phase = 'settling';
		await this.#untilReady(settleMs);
		if (!this.#isStopped()) this.#close('over');
	}

	stop = () => {
		if (this.phase === 'running' || this.phase === 'settling') this.#close('stopped');
	};

	// #region manual
	/** 手動で障害を起こす。起きていれば終える。切りのよい番号にするため、次のメッセージの前に行う */
	toggle(fault: FaultName) {
		this.#wanted.push(async () => {
			const { active } = this;
			if (active !== null) await this.#finish(active);
			if (active !== fault) await this.#begin(fault);
		});
	}
	// #endregion manual

	async #followPlan() {
		for (const { fault, until } of this.plan ?? []) {
			if (until === this.#accepted && fault === this.active) await this.#finish(fault);
		}
		for (const { fault, after } of this.plan ?? []) {
			if (after === this.#accepted) await this.#begin(fault);
		}
	}

	async #begin(fault: FaultName) {
		await this.#untilReady(readyMs);
		const outcomes = await Promise.all(this.lanes.map((lane) => lane.begin(fault, this.#accepted)));
		if (outcomes.includes(false)) this.missed = [...this.missed, fault];
		if (fault !== 'cut' && outcomes.includes(true)) this.active = fault;
	}

	async #finish(fault: FaultName) {
		this.active = null;
		await Promise.all(this.lanes.map((lane) => lane.finish(fault, this.#accepted)));
	}

	/** 受け付けられるまで、同じclientIdで繰り返す */
	async #publish() {
		const request = {
			room: this.#room,
			text: String(this.#accepted + 1),
			clientId: randomId(16),
			signal: this.#stopping.signal
		};
		let sentAt = this.#now();
		while (!this.#isStopped()) {
			const result = await publishOverHttp(request);
			if (result.outcome === 'stored') {
				this.isLimited = false;
				this.#accepted = result.ack.seq;
				const { seq } = result.ack;
				for (const lane of this.lanes) lane.record({ type: 'accepted', seq, sentAt });
				return;
			}
			const { retryAfterMs = 1_000 } = result.outcome === 'refused' ? result.problem : {};
			this.isLimited = result.outcome === 'refused';
			await this.#sleep(retryAfterMs);
			// 応答がなければ、前の送信が受け付けられたかもしれない
			if (result.outcome === 'refused') sentAt = this.#now();
		}
	}

	/** 両方のクライアントが接続し、そろうまで待つ。間に合わなければ false */
	async #untilReady(timeoutMs: number): Promise<boolean> {
		const deadline = performance.now() + timeoutMs;
		while (!this.#isStopped() && performance.now() < deadline) {
			const ready = await Promise.all(this.lanes.map((lane) => lane.isReady()));
			if (ready.every(Boolean)) return true;
			await this.#sleep(checkMs);
		}
		return false;
	}

	#close(phase: RunPhase) {
		const isWhole = phase === 'over';
		for (const lane of this.lanes) {
			if (phase !== 'failed')
				lane.record({ type: 'end', isConnected: isWhole && lane.connection.name === 'open' });
			lane.stop();
		}
		this.active = null;
		this.phase = phase;
		this.#stopping.abort();
	}

	#isStopped(): boolean {
		return this.#stopping.signal.aborted;
	}

	/** 止められたら、すぐに終わる */
	#sleep(ms: number): Promise<void> {
		const { signal } = this.#stopping;
		return new Promise((resolve) => {
			const timer = setTimeout(done, ms);
			signal.addEventListener('abort', done, { once: true });
			function done() {
				clearTimeout(timer);
				signal.removeEventListener('abort', done);
				resolve();
			}
		});
	}
}
