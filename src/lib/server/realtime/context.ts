import type { Config } from '../config.ts';
import type { Problem } from '../../protocol/errors.ts';
import type { ConnectionLimit } from './guards/connections.ts';
import type { RateLimit } from './guards/messages.ts';
import type { Hub } from './hub/hub.ts';
import type { Log } from './operations/log.ts';
import type { ErrorSource, Metrics } from './operations/metrics.ts';
import { problemOf, Refusal } from './refusal.ts';
import type { Sessions } from './session/sessions.ts';

/** What every transport is given: the same rooms, the same rules. */
export interface RealtimeContext {
	readonly config: Config;
	readonly hub: Hub;
	readonly sessions: Sessions;
	readonly limit: ConnectionLimit;
	/** Of messages. Null: no limit. */
	readonly messageLimit: RateLimit | null;
	/** Of joins, leaves, pings and the like. Null: no limit. */
	readonly controlLimit: RateLimit | null;
	readonly log: Log;
	readonly metrics: Pick<Metrics, 'countError'>;
	/** Whether the process is on its way out and takes nobody in. */
	isDraining(): boolean;
}

/**
 * What the client is told of an error, which is counted. One that nobody meant to throw goes to the log,
 * whole.
 */
export function reportError(
	error: unknown,
	{ log, metrics }: Pick<RealtimeContext, 'log' | 'metrics'>,
	source: ErrorSource
): Problem {
	if (!(error instanceof Refusal)) log.error({ err: error, source }, 'unexpected error');
	const problem = problemOf(error);
	metrics.countError(source, problem.code);
	return problem;
}
