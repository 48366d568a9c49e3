import type { Config } from '../config.ts';
import type { Problem } from '../../protocol/errors.ts';
import type { NamedConnections } from './faults/named-connections.ts';
import type { ConnectionLimit } from './guards/connection-limit.ts';
import type { RateLimit } from './guards/messages.ts';
import type { Hub } from './hub/hub.ts';
import type { Log } from './operations/log.ts';
import type { ErrorSource, Metrics } from './operations/metrics.ts';
import { problemOf, Refusal } from './refusal.ts';
import type { Sessions } from './session/sessions.ts';
import { reportStep } from './tap/steps.ts';

/** The rooms, sessions and limits that all transports share. */
export interface RealtimeContext {
	readonly config: Config;
	readonly hub: Hub;
	readonly sessions: Sessions;
	readonly limit: ConnectionLimit;
	/** The connections on which their readers may cause faults. */
	readonly named: NamedConnections;
	/** The rate limit of messages; null: no limit. */
	readonly messageLimit: RateLimit | null;
	/** The rate limit of joins, leaves, pings and the like; null: no limit. */
	readonly controlLimit: RateLimit | null;
	readonly log: Log;
	readonly metrics: Pick<Metrics, 'countError'>;
	/** Whether the process shuts down and rejects new connections. */
	isDraining(): boolean;
}

/**
 * Counts an error and returns the problem for the client. An unexpected error is logged completely.
 * @param subject the request or connection that is rejected
 */
export function reportError(
	error: unknown,
	{ log, metrics }: Pick<RealtimeContext, 'log' | 'metrics'>,
	source: ErrorSource,
	subject?: object
): Problem {
	if (!(error instanceof Refusal)) log.error({ err: error, source }, 'unexpected error');
	const problem = problemOf(error);
	metrics.countError(source, problem.code);
	reportStep(subject, 'rejected', { detail: problem.code });
	return problem;
}
