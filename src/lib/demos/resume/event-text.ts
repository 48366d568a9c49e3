/** The fields of one event of a stream that a demonstration needs; undefined if the event has none. */
export interface EventFields {
	id?: string;
	retry?: number;
	data?: string;
}

/**
 * Collects the text of a stream until whole events have arrived, each as it was on the wire: one chunk may have
 * several events, or end within one. This server ends lines with LF alone.
 */
export function createEventSplitter() {
	let rest = '';
	return (chunk: string): string[] => {
		const events = (rest + chunk).split('\n\n');
		rest = events.pop() ?? '';
		return events;
	};
}

/** Reads the fields of an event (WHATWG HTML §9.2.6). A comment has none. */
export function fieldsOf(event: string): EventFields {
	const fields: EventFields = {};
	for (const line of event.split('\n')) {
		const [, name, value = ''] = /^(\w+):? ?(.*)$/.exec(line) ?? [];
		if (name === 'id') fields.id = value;
		else if (name === 'retry' && /^\d+$/.test(value)) fields.retry = Number(value);
		else if (name === 'data')
			fields.data = fields.data === undefined ? value : `${fields.data}\n${value}`;
	}
	return fields;
}
