import type { LedgerEvent } from './ledger.ts';
import type { LabTransport } from './naive.ts';

export interface Recorded {
	/** 実行した日 */
	day: string;
	seed: number;
	runs: Record<LabTransport, { naive: LedgerEvent[]; robust: LedgerEvent[] }>;
}

/** 実際に実行した記録。読み込めなければ null */
export async function loadRecorded(): Promise<Recorded | null> {
	try {
		const { default: recorded } = await import('./recorded.json');
		return recorded as unknown as Recorded;
	} catch {
		return null;
	}
}
