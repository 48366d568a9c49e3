import type { TracedKind, TraceStep } from '../../../protocol/trace.ts';
import type { Mask } from './mask/masks.ts';
import type { Trace } from './trace.ts';

/** What the first record of a request says about it. */
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
	#isRecordingBytes = true;

	constructor(trace: Trace, number: number, opening: Opening) {
		this.trace = trace;
		this.#number = number;
		trace.record({ type: 'open', connection: number, ...opening });
		trace.add(this);
	}

	/** Registers a function to call when recording stops. Calls it at once if recording has stopped already. */
	onStop(cleanUp: () => void): void {
		if (this.#isRecordingBytes) this.#cleanUps.push(cleanUp);
		else cleanUp();
	}

	/** Records bytes of one direction. `mask` replaces what must not be shown. */
	recordBytes(direction: 'in' | 'out', bytes: Buffer, mask: Mask): void {
		if (!this.#isRecordingBytes || bytes.length === 0) return;
		const offset = this.#bytes[direction];
		this.#bytes[direction] += bytes.length;
		this.trace.recordBytes({ connection: this.#number, direction, offset }, mask(bytes));
	}

	/** Records a step. A step of a message may follow the end of the request that published it. */
	step(step: TraceStep, about: { messageId?: string; detail?: string | number }): void {
		this.trace.record({ type: 'step', connection: this.#number, step, ...about });
	}

	/** Records that the request has been answered or the connection has closed, and stops recording bytes. */
	close(): void {
		if (!this.#isRecordingBytes) return;
		this.stop();
		const { in: bytesIn, out: bytesOut } = this.#bytes;
		this.trace.record({ type: 'close', connection: this.#number, bytesIn, bytesOut });
	}

	/** Stops recording bytes, and calls the functions that `onStop` registered. */
	stop(): void {
		this.#isRecordingBytes = false;
		this.trace.delete(this);
		for (const cleanUp of this.#cleanUps.splice(0)) cleanUp();
	}
}
