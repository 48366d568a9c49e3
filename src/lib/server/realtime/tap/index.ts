import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RealtimeContext } from '../context.ts';
import { clientAddress } from '../guards/address.ts';
import { isAllowedOrigin } from '../guards/origin.ts';
import { headOfNode, targetOf } from '../guards/request.ts';
import { maxTraces, maxTracesPerAddress } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { liveMask, outgoingMask, type Mask } from './mask/masks.ts';
import { currentChunk, chunkOfUpgrade, rawHeadOf, type RawHead } from './raw-head.ts';
import { recordRequest } from './record-request.ts';
import { recordUpgrade } from './record-upgrade.ts';
import { StepRecorder } from './step-recorder.ts';
import { serveRequest } from './steps.ts';
import { kindOf, traceIdsOf, withoutTrace } from './target.ts';
import { Trace, type TraceOutput } from './trace.ts';
import { TracedConnection } from './traced-connection.ts';

type TapContext = Pick<RealtimeContext, 'config'>;

/**
 * Records a reader's own connections, if the reader has asked for it: their bytes, and the steps inside the server.
 * While no trace runs, it only compares one number for each request.
 */
export class Tap {
	readonly #context: TapContext;
	readonly #traces = new Map<string, Trace>();
	readonly #recorder: StepRecorder;

	/** @param broker the broker of the rooms */
	constructor(context: TapContext, broker: object) {
		this.#context = context;
		this.#recorder = new StepRecorder(this.#traces, broker);
	}

	/**
	 * Begins a trace.
	 * @throws Refusal `full` if its id is in use, or too many traces run
	 */
	begin(id: string, address: string, output: TraceOutput): Trace {
		const ofAddress = [...this.#traces.values()].filter((trace) => trace.address === address);
		const isFull = this.#traces.size >= maxTraces || ofAddress.length >= maxTracesPerAddress;
		if (isFull || this.#traces.has(id)) throw new Refusal('full', { retryAfterMs: 1000 });
		const trace = new Trace(id, address, output);
		this.#traces.set(id, trace);
		this.#recorder.start();
		return trace;
	}

	/** Ends a trace. Safe to call more than once. */
	end(trace: Trace): void {
		trace.end();
		if (this.#traces.get(trace.id) === trace) this.#traces.delete(trace.id);
		if (this.#traces.size === 0) this.#recorder.stop();
	}

	/** Records a request if it names a trace that runs. Called before anything is written. */
	request(req: IncomingMessage, res: ServerResponse): void {
		if (this.#traces.size === 0) return;
		const trace = this.#traceOf(req);
		// Called even without a trace: otherwise the steps would be recorded for an earlier request on the same socket.
		serveRequest(trace && req);
		if (trace === undefined) return;
		const head = rawHeadOf(req, currentChunk(req));
		const connection = this.#open(req, trace, head);
		if (connection !== null) recordRequest(req, res, head, connection, this.#maskOf(req, trace));
	}

	/** Records an upgrade and its socket if it names a trace that runs. */
	upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
		if (this.#traces.size === 0) return;
		const trace = this.#traceOf(req);
		if (trace === undefined) return;
		const rawHead = { ...rawHeadOf(req, chunkOfUpgrade(head)), rest: head };
		const connection = this.#open(req, trace, rawHead);
		if (connection === null) return;
		recordUpgrade(socket, rawHead, connection, this.#maskOf(req, trace));
	}

	/**
	 * The trace to which a request belongs. Whoever knows an id could make somebody else's browser send it, so the
	 * request has to come from this site's pages or from a program, and from the address of the trace.
	 */
	#traceOf(req: IncomingMessage): Trace | undefined {
		const { config } = this.#context;
		for (const id of traceIdsOf(req)) {
			const trace = this.#traces.get(id);
			if (trace === undefined) continue;
			const head = headOfNode(req);
			if (!isAllowedOrigin(head, config)) return undefined;
			return clientAddress(head, config) === trace.address ? trace : undefined;
		}
		return undefined;
	}

	#open(req: IncomingMessage, trace: Trace, { isExact }: RawHead): TracedConnection | null {
		const kind = kindOf(targetOf(req).path);
		const number = kind === null ? null : trace.nextNumber();
		if (kind === null || number === null) return null;
		const { method = '', url = '' } = req;
		const opening = { kind, method, target: withoutTrace(url), isHeadExact: isExact };
		const connection = new TracedConnection(trace, number, opening);
		this.#recorder.follow(req, connection);
		return connection;
	}

	#maskOf(req: IncomingMessage, { own }: Trace): Mask {
		const isOwn = (id: string) => own.publisherOf(id) !== undefined;
		const isLive = kindOf(targetOf(req).path) === 'query-live';
		return isLive ? liveMask(isOwn) : outgoingMask(isOwn);
	}
}
