/** The fields of an event that the demonstration needs; undefined if the event does not have them. */
interface EventFields {
	id?: string;
	retry?: number;
	data?: string;
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
