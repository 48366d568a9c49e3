import type { IncomingMessage } from 'node:http';
import { traceIdPattern, type TracedKind } from '../../../protocol/trace.ts';
import { targetOf } from '../guards/request.ts';

/** The kinds of requests that can be recorded, by path. Files and pages cannot. */
const kinds: readonly (readonly [RegExp, TracedKind])[] = [
	[/^\/ws$/, 'websocket'],
	[/^\/socket\.io\/$/, 'socket-io'],
	[/^\/_app\/remote\//, 'query-live'],
	[/^\/api\/rooms\/[^/]*\/events$/, 'sse'],
	[/^\/api\/rooms\/[^/]*\/poll$/, 'long-polling'],
	[/^\/api\/rooms\/[^/]*\/messages$/, 'publish'],
	[/^\/api\/events$/, 'sse'],
	[/^\/api\/examples\/.+\/events$/, 'sse'],
	[/^\/api\/examples\/.+\/socket$/, 'websocket'],
	[/^\/api\//, 'http']
];

/** What carries a request; null for one that cannot be recorded. */
export function kindOf(path: string): TracedKind | null {
	return kinds.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}

/** The ids of traces that a request may name: in `trace`, or in the argument of a remote function. */
export function traceIdsOf(req: IncomingMessage): readonly string[] {
	const { path, query } = targetOf(req);
	const id = query.get('trace');
	if (id !== null) return traceIdPattern.test(id) ? [id] : [];
	if (kindOf(path) !== 'query-live') return [];
	const argument = Buffer.from(query.get('payload') ?? '', 'base64url').toString('latin1');
	return [...argument.matchAll(/"([a-z0-9]{24})"/g)].map(([, named = '']) => named);
}

/** A request's target without the id of its trace, and without the argument of a remote function, which may contain it. */
export function withoutTrace(target: string): string {
	return target
		.replace(/([?&])trace=[^&]*(&|$)/, (_, before: string, after: string) =>
			after === '' ? '' : before
		)
		.replace(/([?&]payload=)[^&]*/, '$1…');
}
