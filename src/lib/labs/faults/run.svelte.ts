import { publishOverHttp } from '$lib/client/http-publish.ts';
import { privateRoom, randomId } from '$lib/protocol/room.ts';
import { Lane } from './lane.svelte.ts';
import type { LabTransport } from './naive.ts';
import {
	isServerFault,
	lengthOf,
	type FaultName,
	type LineFault,
	type PlannedFault,
	type ServerFault
} from './script.ts';
import { ThrowAwayServer, type NoServer } from './throw-away.ts';

/** The interval between messages. It keeps them below the rate limit of 30 in 10 seconds. */
const everyMs = 400;
/** The most messages that a manual run sends. */
const manualLength = 150;
/** How long to wait, before a fault, for both clients to catch up. */
const readyMs = 5_000;
/** How long to wait until both clients are connected at the start, and for late messages at the end. */
const settleMs = 10_000;
/** The interval at which both clients are checked. */
const checkMs = 150;
/** The interval at which it is checked whether the throw-away server still exists. */
const watchMs = 3_000;
/** How long Redis is down. */
const outageMs = 2_500;

/** `gone`: the throw-away server ended before the run did. */
export type RunPhase =
	| 'idle'
	| 'preparing'
	| 'running'
	| 'settling'
	| 'finished'
	| 'stopped'
	| 'cancelled'
	| 'failed'
	| 'gone';

interface RunOptions {
	transport: LabTransport;
	/** Whether the run gets a server of its own. */
	hasOwnServer: boolean;
	/** The seed of the plan; null for a manual run. */
	seed: number | null;
	/** Null for a manual run. */
	plan: readonly PlannedFault[] | null;
}

/** Publishes numbered messages at a fixed interval, and causes faults meanwhile. */
export class Run {
	phase = $state<RunPhase>('idle');
	/** The current fault. */
	active = $state<LineFault | null>(null);
	/** Whether the rate limit has rejected the last message, which is therefore sent again later. */
	isLimited = $state(false);
	/** Whether Redis is down. */
	isStoreDown = $state(false);
	/** The position in the queue for a server; 0 while the server starts. */
	position = $state(0);
	/** Why there is no server, in the phase `failed`; null if the run failed for another reason. */
	noServer = $state<NoServer | null>(null);
	/** Faults that could not be caused. */
	missed = $state.raw<readonly FaultName[]>([]);
	readonly lanes: readonly [Lane, Lane];
	readonly seed: number | null;
	readonly plan: readonly PlannedFault[] | null;

	readonly #room = privateRoom('faults');
	/** The time in ms since the run began. */
	readonly #now: () => number;
	readonly #stopping = new AbortController();
	readonly #hasOwnServer: boolean;
	#server: ThrowAwayServer | null = null;
	/** Manual actions to run before the next message. */
	#wanted: (() => Promise<void>)[] = [];
	#accepted = 0;
	/** Whether the server has restarted after the last message. */
	#hasRestarted = false;

	constructor({ transport, hasOwnServer, seed, plan }: RunOptions) {
		const startedAt = performance.now();
		const now = () => Math.round(performance.now() - startedAt);
		this.#now = now;
		const room = this.#room;
		this.seed = seed;
		this.plan = plan;
		this.#hasOwnServer = hasOwnServer;
		const prefix = () => this.#server?.prefix ?? '';
		this.lanes = [
			new Lane({ kind: 'naive', transport, room, now, prefix }),
			new Lane({ kind: 'robust', transport, room, now, prefix })
		];
	}

	async start(): Promise<void> {
		if (this.#hasOwnServer && !(await this.#prepare())) return;
		this.phase = 'running';
		for (const lane of this.lanes) lane.start();
		if (!(await this.#untilReady(settleMs))) return this.#close('failed');
		const length = this.plan ? lengthOf(this.plan) : manualLength;
		while (this.#accepted < length && !this.#isStopped()) {
			await this.#publish();
			if (this.#isStopped()) return;
			await this.#followPlan();
			for (const act of this.#wanted.splice(0)) await act();
			// After a restart the next message is sent at once: the simple client has not reconnected yet, and loses it.
			if (!this.#hasRestarted) await this.#sleep(everyMs);
			this.#hasRestarted = false;
		}
		if (this.#isStopped()) return;
		this.phase = 'settling';
		await this.#untilReady(settleMs);
		this.#close('finished');
	}

	stop = () => {
		if (this.phase === 'preparing') this.#close('cancelled');
		if (this.phase === 'running' || this.phase === 'settling') this.#close('stopped');
	};

	/**
	 * Ends the current fault, and begins this one unless it was the current one. It does so before the next message,
	 * so that the run knows between which messages a fault began and ended. A fault of the server ends by itself, and
	 * ends no other fault.
	 */
	toggle(fault: FaultName) {
		this.#wanted.push(async () => {
			if (isServerFault(fault)) return this.#begin(fault);
			const { active } = this;
			if (active !== null) await this.#finish(active);
			if (active !== fault) await this.#begin(fault);
		});
	}

	/** Gets a server; false if there is none, or if the run was stopped meanwhile. */
	async #prepare(): Promise<boolean> {
		this.phase = 'preparing';
		const { signal } = this.#stopping;
		const server = await ThrowAwayServer.create(signal, (position) => (this.position = position));
		if (this.#isStopped() || server === null) return false;
		if (typeof server === 'string') {
			this.noServer = server;
			this.#close('failed');
			return false;
		}
		this.#server = server;
		void this.#watch(server);
		return true;
	}

	/** Ends the run when its server has ended. */
	async #watch(server: ThrowAwayServer): Promise<void> {
		while (!this.#isStopped()) {
			await this.#sleep(watchMs);
			if (this.#isStopped() || (await server.status())?.state === 'ready') continue;
			this.#close('gone');
		}
	}

	async #followPlan() {
		for (const { fault, until } of this.plan ?? []) {
			if (until === this.#accepted && fault === this.active) await this.#finish(this.active);
		}
		for (const { fault, after } of this.plan ?? []) {
			if (after === this.#accepted) await this.#begin(fault);
		}
	}

	async #begin(fault: FaultName) {
		// During another fault the clients would not get ready.
		if (this.active === null) await this.#untilReady(readyMs);
		if (isServerFault(fault)) return this.#beginServerFault(fault);
		const outcomes = await Promise.all(this.lanes.map((lane) => lane.begin(fault, this.#accepted)));
		if (outcomes.includes(false)) this.missed = [...this.missed, fault];
		if (fault !== 'cut' && outcomes.includes(true)) this.active = fault;
	}

	async #beginServerFault(fault: ServerFault) {
		const server = this.#server;
		if (server === null || this.#isStopped()) return;
		// Without Redis the messages are in the memory of the process that is killed.
		const isForgetful = fault === 'restart' && !server.hasRedis;
		for (const lane of this.lanes) lane.beginServerFault(fault, this.#accepted, isForgetful);
		if (fault === 'restart') {
			if (!(await server.act('restart'))) this.missed = [...this.missed, fault];
			this.#hasRestarted = true;
			this.#endServerFault(fault);
		} else if (await server.act('stop-redis')) {
			this.isStoreDown = true;
			void this.#startRedis(server);
		} else {
			this.missed = [...this.missed, fault];
			this.#endServerFault(fault);
		}
	}

	/** Starts Redis again after its outage, during which the publisher repeats its message. */
	async #startRedis(server: ThrowAwayServer) {
		await this.#sleep(outageMs);
		if (this.#isStopped()) return;
		await server.act('start-redis');
		this.isStoreDown = false;
		this.#endServerFault('redis');
	}

	#endServerFault(fault: ServerFault) {
		if (this.#isStopped()) return;
		for (const lane of this.lanes)
			lane.record({ type: 'fault-over', fault, after: this.#accepted });
	}

	async #finish(fault: LineFault) {
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
			const result = await publishOverHttp(request, this.#fetch);
			if (result.outcome === 'stored') {
				this.isLimited = false;
				// Not the message's `seq`, which begins again after a restart without Redis.
				const seq = ++this.#accepted;
				for (const lane of this.lanes) lane.record({ type: 'accepted', seq, sentAt });
				return;
			}
			const { retryAfterMs = 1_000 } = result.outcome === 'refused' ? result.problem : {};
			this.isLimited = result.outcome === 'refused' && result.problem.code === 'rate_limited';
			await this.#sleep(retryAfterMs);
			// Without an answer, an earlier attempt may have been accepted.
			if (result.outcome === 'refused') sentAt = this.#now();
		}
	}

	/** Fetches from the server of the run. Faults of the clients’ connections do not affect these requests. */
	readonly #fetch: typeof window.fetch = (input, init) => {
		if (input instanceof Request) return fetch(input, init);
		return fetch(`${this.#server?.prefix ?? ''}${input.toString()}`, init);
	};

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

	/** Ends the run, unless it has ended: a stopped run must not become a failed one. */
	#close(phase: RunPhase) {
		if (this.#isStopped()) return;
		const hasFinished = phase === 'finished';
		for (const lane of this.lanes) {
			if (phase !== 'failed' && phase !== 'cancelled')
				lane.record({ type: 'end', isConnected: hasFinished && lane.connection.name === 'open' });
			lane.stop();
		}
		this.active = null;
		this.isStoreDown = false;
		this.phase = phase;
		this.#stopping.abort();
		this.#server?.end();
	}

	#isStopped(): boolean {
		return this.#stopping.signal.aborted;
	}

	/** Resolves early if the run is stopped meanwhile. */
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
