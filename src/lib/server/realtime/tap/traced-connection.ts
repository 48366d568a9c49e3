import type { TracedKind, TraceStep } from '../../../protocol/trace.ts';
import type { Mask } from './mask/masks.ts';
import type { Trace } from './trace.ts';

/** The first record of a request. */
export interface Opening {
	kind: TracedKind;
	method: string;
	target: string;
	isHeadExact: boolean;
}

/** One recorded request, and the connection that it becomes. */
export class TracedConnection {
	readonly trace: Trace;
	readonly #number: number;
	readonly #bytes = { in: 0, out: 0 };
	#cleanUps: (() => void)[] = [];
	#isOpen = true;

	constructor(trace: Trace, number: number, opening: Opening) {
		this.trace = trace;
		this.#number = number;
		trace.record({ type: 'open', connection: number, ...opening });
		trace.add(this);
	}

	/** Called once recording has stopped; at once if it has stopped already. */
	onStop(cleanUp: () => void): void {
		if (this.#isOpen) this.#cleanUps.push(cleanUp);
		else cleanUp();
	}

	/** Records bytes that have passed. `mask` replaces what must not be shown. */
	passed(direction: 'in' | 'out', bytes: Buffer, mask: Mask): void {
		if (!this.#isOpen || bytes.length === 0) return;
		const offset = this.#bytes[direction];
		this.#bytes[direction] += bytes.length;
		this.trace.recordBytes({ connection: this.#number, direction, offset }, mask(bytes));
	}

	/** Records a step. A step of a message may follow the end of the request that published it. */
	step(step: TraceStep, about: { messageId?: string; detail?: string | number } = {}): void {
		this.trace.record({ type: 'step', connection: this.#number, step, ...about });
	}

	/** The request is answered, or the connection has closed. */
	close(): void {
		if (!this.#isOpen) return;
		this.stop();
		const { in: bytesIn, out: bytesOut } = this.#bytes;
		this.trace.record({ type: 'close', connection: this.#number, bytesIn, bytesOut });
	}

	/** Stops recording. */
	stop(): void {
		this.#isOpen = false;
		this.trace.delete(this);
		for (const cleanUp of this.#cleanUps.splice(0)) cleanUp();
	}
}
