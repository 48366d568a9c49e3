import type { RunEvent } from './summary.ts';
import type { LabTransport } from './naive.ts';

export interface Recorded {
	/** The day of the run. */
	day: string;
	seed: number;
	runs: Record<LabTransport, { naive: RunEvent[]; robust: RunEvent[] }>;
}

/** Loads the recording of real runs; null if it cannot be loaded. */
export async function loadRecorded(): Promise<Recorded | null> {
	try {
		const { default: recorded } = await import('./recorded.json');
		return recorded as unknown as Recorded;
	} catch {
		return null;
	}
}
