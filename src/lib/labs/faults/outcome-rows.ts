import type { FaultName, PlannedFault } from './script.ts';
import type { FaultOutcome, Summary } from './summary.ts';

/** A fault, with what it did to each client. */
export interface OutcomeRow extends Pick<FaultOutcome, 'fault' | 'after' | 'until'> {
	/** By client; undefined while the fault has not begun there, and for good if it could not be caused. */
	outcomes: (FaultOutcome | undefined)[];
}

/** Pairs the outcomes of all clients and the plan by fault and place: one client may have missed a fault. */
export function outcomeRows(
	clients: readonly Pick<Summary, 'faults'>[],
	plan: readonly PlannedFault[] | null
): OutcomeRow[] {
	const rows = (plan ?? []).map(({ fault, after, until }) => rowOf(fault, after, until));
	clients.forEach(({ faults }, client) => {
		for (const outcome of faults) {
			const { fault, after, until } = outcome;
			// In a manual run the same fault may occur twice at one place.
			let row = rows.find(
				(row) => row.fault === fault && row.after === after && row.outcomes[client] === undefined
			);
			if (row === undefined) rows.push((row = rowOf(fault, after, until)));
			row.until = until;
			row.outcomes[client] = outcome;
		}
	});
	return rows.sort((a, b) => a.after - b.after);
}

const rowOf = (fault: FaultName, after: number, until: number | null): OutcomeRow => ({
	fault,
	after,
	until,
	outcomes: []
});
