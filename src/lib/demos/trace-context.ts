import { getContext, setContext } from 'svelte';
import type { BrowserRecorder } from '../inspector/browser/recorder.ts';

const key = Symbol('trace');

/** A running trace. Its id marks the requests to record; its recorder records the steps in the browser. */
export interface RunningTrace {
	readonly id: string;
	readonly recorder: BrowserRecorder;
}

/** Returns the trace; undefined while nothing is recorded. */
export type CurrentTrace = () => RunningTrace | undefined;

/** Called by the component that surrounds a demonstration and shows the trace. */
export const provideTrace = (trace: CurrentTrace): unknown => setContext(key, trace);

/** What `provideTrace` has provided. Called while a component is being initialized. */
export const providedTrace = (): CurrentTrace =>
	getContext<CurrentTrace | undefined>(key) ?? (() => undefined);
