import { getContext, setContext } from 'svelte';

const key = Symbol('trace');

/** 通信の記録の ID を返す関数。記録していなければ undefined */
export type TraceId = () => string | undefined;

/** Called by what shows the trace, around a demonstration. */
export const provideTrace = (id: TraceId): unknown => setContext(key, id);

/** What `provideTrace` has provided around the component that is being initialised. */
export const providedTrace = (): TraceId =>
	getContext<TraceId | undefined>(key) ?? (() => undefined);
