import { getContext, setContext } from 'svelte';

const key = Symbol('trace');

/** Returns the id of the trace; undefined while nothing is recorded. */
export type TraceId = () => string | undefined;

/** Called by the component around a demonstration, which shows the trace. */
export const provideTrace = (id: TraceId): unknown => setContext(key, id);

/** What `provideTrace` has provided. Called while a component is being initialized. */
export const providedTrace = (): TraceId =>
	getContext<TraceId | undefined>(key) ?? (() => undefined);
