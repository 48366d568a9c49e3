import { publishOverHttp } from '$lib/client/http-publish.ts';
import { privateRoom, randomId } from '$lib/protocol/room.ts';
import { Lane } from './lane.svelte.ts';
import type { LabTransport } from './naive.ts';
import { blockLength, type FaultName, type PlannedFault } from './script.ts';

/** The interval between messages, below the rate limit of 30 in 10 seconds. */
const everyMs = 400;
/** The most messages that a manual run sends. */
const manualLength = 150;
/** How long to wait before a fault until both clients have caught up. */
const readyMs = 5_000;
/** How long to wait for late messages after the last one was sent. */
const settleMs = 10_000;
/** How often the state is checked. */
const checkMs = 150;

export type RunPhase = 'idle' | 'running' | 'settling' | 'finished' | 'stopped' | 'failed';

interface RunOptions {
	transport: LabTransport;
	/** Null for a manual run. */
	plan: readonly PlannedFault[] | null;
}

/** Publishes numbered messages at a fixed interval, and causes faults meanwhile. */
export class Run {
	phase = $state<RunPhase>('idle');
	/** The current fault. */
	active = $state<FaultName | null>(null);
	/** Whether the server has rejected the last message, so that it has to be sent again later. */
	isLimited = $state(false);
	/** Faults that could not be caused. */
	missed = $state.raw<readonly FaultName[]>([]);
	readonly lanes: readonly [Lane, Lane];
	readonly plan: readonly PlannedFault[] | null;

	readonly #room = privateRoom('faults');
	/** In ms since the run began. */
	readonly #now: () => number;
	readonly #stopping = new AbortController();
	/** Manual actions to run before the next message. */
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

	/** The planned number of messages; the maximum for a manual run. */
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
		if (!this.#isStopped()) this.#close('finished');
	}

	stop = () => {
		if (this.phase === 'running' || this.phase === 'settling') this.#close('stopped');
	};

	/** Begins a fault, or ends it if it is the current one: before the next message, so that it is known between which messages. */
	toggle(fault: FaultName) {
		this.#wanted.push(async () => {
			const { active } = this;
			if (active !== null) await this.#finish(active);
			if (active !== fault) await this.#begin(fault);
		});
	}

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

	/** Repeats the request with the same clientId until the server has accepted the message. */
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
			// Without an answer, an earlier attempt may have been accepted.
			if (result.outcome === 'refused') sentAt = this.#now();
		}
	}

	/** Waits until both clients are connected and have caught up; false after the timeout. */
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
		const isWhole = phase === 'finished';
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

	/** Resolves at once when the run is stopped. */
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
