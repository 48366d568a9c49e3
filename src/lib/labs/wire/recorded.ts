import type { BrowserTrace } from '$lib/inspector/browser/merge.ts';
import type { TraceRecord } from '$lib/protocol/trace.ts';

/** A trace as it was exported. */
export interface RecordedTrace {
	/** When the trace began, in ms since 1970, by the server’s clock. */
	startedAt: number;
	records: TraceRecord[];
	/** The steps in the browser, and how its clock compares with the server’s. */
	browser: BrowserTrace;
}

/** The message of all recorded traces. */
export const messageText = 'こんにちは';

export const recordedNames = [
	'websocket',
	'sse',
	'long-polling',
	'socket-io',
	'query-live'
] as const;

export type RecordedName = (typeof recordedNames)[number];

export const isRecordedName = (name: string | null | undefined): name is RecordedName =>
	recordedNames.some((each) => each === name);
