/** One event of an event stream. `data` may have several lines. */
export interface SseEvent {
	data: string;
	/** Name of the event; `message` by default. */
	event?: string;
	/** What the browser sends back as `Last-Event-ID`. */
	id?: string;
	/** Milliseconds that the browser waits before it connects again. */
	retry?: number;
}

const lineEnd = /\r\n|\r|\n/;

/**
 * An event as text of a `text/event-stream` (WHATWG HTML §9.2.6), with the blank line that dispatches it.
 *
 * A line break in a value would begin a new field, so a client could forge events. Data is therefore split
 * into lines, and line breaks are removed from names and ids. NUL is removed too: browsers ignore an id
 * that contains it.
 */
export function encodeSse({ data, event, id, retry }: SseEvent): string {
	let text = '';
	if (retry !== undefined) text += `retry: ${Math.max(0, Math.round(retry))}\n`;
	if (event !== undefined) text += `event: ${oneLine(event)}\n`;
	if (id !== undefined) text += `id: ${oneLine(id)}\n`;
	for (const line of data.split(lineEnd)) text += `data: ${line}\n`;
	return `${text}\n`;
}

/** A comment, which clients ignore: the heartbeat of an event stream. */
export function encodeSseComment(text = ''): string {
	return `: ${oneLine(text)}\n\n`;
}

function oneLine(value: string): string {
	// eslint-disable-next-line no-control-regex -- NUL is what the standard forbids in an id.
	return value.replace(/[\r\n\u0000]/g, '');
}
