import { vi } from 'vitest';

interface Timer {
	callback: () => void;
	delayMs: number;
	timeout: NodeJS.Timeout;
}

/** The type of `setTimeout` and `setInterval` in Node. In browsers they return a number. */
type Start = (callback: () => void, delayMs: number, ...rest: unknown[]) => NodeJS.Timeout;

/** Longer than any test: an observed timer runs only when the test lets its time pass. */
const neverMs = 24 * 60 * 60_000;

/**
 * The timers that some of the server's files start, in a server that runs in the process of the test. None of them
 * runs by itself, so that a test on a slow machine sees the same as on a fast one.
 */
export class ServerTimers {
	readonly #all: Timer[] = [];
	readonly #spies: { mockRestore(): void }[];

	/** @param files the files whose timers are observed */
	constructor(files: RegExp) {
		this.#spies = (['setTimeout', 'setInterval'] as const).map((name) => {
			const start: Start = globalThis[name];
			return vi
				.spyOn(globalThis, name)
				.mockImplementation((callback: () => void, delayMs = 0, ...rest: unknown[]) => {
					const caller = new Error().stack?.split('\n').find((line) => line.includes('/src/lib/'));
					if (!files.test(caller ?? '')) return start(callback, delayMs, ...rest);
					const timeout = start(callback, neverMs, ...rest);
					this.#all.push({ callback, delayMs, timeout });
					return timeout;
				});
		});
	}

	/** The number of timers that have neither run nor been cleared. */
	get count(): number {
		return this.#all.filter(isPending).length;
	}

	/** Runs each pending timer with this delay once, and clears it: the functions of intervals do not run again. */
	elapse(delayMs: number): void {
		for (const timer of this.#all) {
			if (timer.delayMs !== delayMs || !isPending(timer)) continue;
			clearTimeout(timer.timeout);
			timer.callback();
		}
	}

	/** Restores the global functions. */
	stop(): void {
		for (const spy of this.#spies) spy.mockRestore();
	}
}

/** Whether a timer has neither run nor been cleared. Node has no public property for it. */
function isPending({ timeout }: Timer): boolean {
	return '_destroyed' in timeout && timeout._destroyed === false;
}
