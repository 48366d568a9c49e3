/** What made a step in the browser: an API that opens connections, or the outbox of a client. */
export type BrowserApi =
	'EventSource' | 'WebSocket' | 'fetch' | 'socket.io' | 'query.live' | 'outbox';

/** What happened, as far as a page can see it. */
export type BrowserAction =
	/** The page opens a connection, or sends a request. */
	| 'new'
	/** `onopen`, `connect`, or the response of `fetch`: its head has arrived. */
	| 'open'
	| 'message'
	/** The page calls `send()`, or `emit()`. */
	| 'send'
	| 'error'
	/** The page calls `close()`, or aborts. */
	| 'close'
	/** The connection is closed. */
	| 'closed'
	| 'queued'
	| 'sent'
	| 'sent-again'
	| 'acknowledged'
	| 'refused';

/** A step in the browser. It has names and sizes, never the text of a message. */
export interface BrowserStep {
	/** `performance.now()`. */
	at: number;
	/** The number of the object that made it, from 1; 0 for the outbox, which outlives connections. */
	source: number;
	api: BrowserApi;
	action: BrowserAction;
	/** The name of an event, a method, a status or a code; empty if there is none. */
	name: string;
	/** The size of the data, in bytes; null if there is no data or its size is unknown. */
	bytes: number | null;
	/** Of `new`: the target of the request, without the id of the trace. */
	target: string;
}

/** The most steps in the browser that a trace has. The server's records have another limit. */
export const maxBrowserSteps = 5_000;
