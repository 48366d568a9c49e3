import type { Tracing } from './tracing.ts';

/** The part of a query of SvelteKit that shows what has happened on its connection. */
interface LiveQuery {
	readonly connected: boolean;
	readonly ready: boolean;
	readonly current?: unknown;
	readonly error: unknown;
}

/**
 * Records what a page sees of the query while there is a trace. SvelteKit opens the connection itself, so the
 * query is all that can be observed. Called while a component is being initialized.
 */
export function traceQuery({ recorder }: Tracing, query: () => LiveQuery | undefined): void {
	$effect(() => {
		const live = query();
		const report = live && recorder()?.opening({ api: 'query.live', url: null });
		if (!live || !report) return;
		$effect(() => {
			if (live.connected) report('open');
		});
		$effect(() => {
			if (live.ready && live.current !== undefined) report('message');
		});
		$effect(() => {
			if (live.error !== undefined) report('error');
		});
		return () => report('close');
	});
}
