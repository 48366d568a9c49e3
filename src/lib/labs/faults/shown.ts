import type { Recorded } from './recorded.ts';
import type { Run } from './run.svelte.ts';
import { text } from './text.ts';

/** The run that the lab shows; null for the recording, which is shown until a run begins. */
export const shownRun = <R extends Pick<Run, 'phase'>>(run: R | null): R | null =>
	run && ['failed', 'cancelled', 'preparing'].includes(run.phase) ? null : run;

type RunStatus = Pick<
	Run,
	'phase' | 'isLimited' | 'isStoreDown' | 'missed' | 'noServer' | 'position'
>;

/** What the status line says about the run; also about the recording, unless a run replaces it or is about to. */
export function statusOf(
	run: RunStatus | null,
	recorded: Pick<Recorded, 'day' | 'seed'> | null
): string {
	const recording = recorded ? text.recorded(recorded.day, recorded.seed) : '';
	if (!run) return recording || text.phases.idle;
	if (run.phase === 'preparing')
		return run.position > 0 ? text.queued(run.position) : text.phases.preparing;
	if (run.phase === 'failed')
		return (run.noServer ? text.noServer[run.noServer] : text.phases.failed) + recording;
	if (run.phase === 'cancelled') return text.phases.cancelled + recording;
	if (run.isStoreDown) return text.storeDown;
	if (run.isLimited) return text.limited;
	if (run.phase === 'finished' && run.missed.length > 0)
		return text.missed(run.missed.map((fault) => text.faults[fault]));
	return text.phases[run.phase];
}
