const stepMs = 0.05;
const steps = 100_000;

/** A histogram of latencies in steps of 0.05 ms; the last step also counts all above 5 s. A list would hold millions of numbers. */
export class Latencies {
	readonly #counts = new Uint32Array(steps);
	#total = 0;

	add(ms: number): void {
		const step = Math.min(steps - 1, Math.max(0, Math.floor(ms / stepMs)));
		this.#counts[step] = (this.#counts[step] ?? 0) + 1;
		this.#total++;
	}

	clear(): void {
		this.#counts.fill(0);
		this.#total = 0;
	}

	/** In ms, rounded down to a step; 0 if there are no latencies. */
	percentiles(): { p50: number; p99: number } {
		return { p50: this.#percentile(0.5), p99: this.#percentile(0.99) };
	}

	#percentile(share: number): number {
		let seen = 0;
		for (const [step, count] of this.#counts.entries()) {
			seen += count;
			if (count > 0 && seen >= share * this.#total) return step * stepMs;
		}
		return 0;
	}
}
