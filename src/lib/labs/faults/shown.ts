import type { Recorded } from './recorded.ts';
import type { Run } from './run.svelte.ts';
import { text } from './text.ts';

/** The run that the lab shows; null for the recording, which is shown again after a run that could not connect. */
export const shownRun = <R extends Pick<Run, 'phase'>>(run: R | null): R | null =>
	run?.phase === 'failed' ? null : run;

type RunStatus = Pick<Run, 'phase' | 'isLimited' | 'missed'>;

/** What the status line says: about the run, and about the recording where that is shown. */
export function statusOf(
	run: RunStatus | null,
	recorded: Pick<Recorded, 'day' | 'seed'> | null
): string {
	const recording = recorded ? text.recorded(recorded.day, recorded.seed) : '';
	if (!run) return recording || text.phases.idle;
	if (run.phase === 'failed') return text.phases.failed + recording;
	if (run.isLimited) return text.limited;
	if (run.phase === 'finished' && run.missed.length > 0)
		return text.missed(run.missed.map((fault) => text.faults[fault]));
	return text.phases[run.phase];
}
