/** What the fragment of an address refers to: a record of a trace, or one byte. */
export interface Place {
	/** The index of a record in its trace. */
	record: number;
	/** The offset of a byte in the record's connection and direction; null for the whole record, such as a step. */
	byte: number | null;
	/** The name of a recorded trace, where a page has several. */
	trace: string | null;
}

/** Reads `#record=12&byte=34`; null for another fragment, such as that of a heading. */
export function parsePlace(fragment: string): Place | null {
	const query = new URLSearchParams(fragment.replace(/^#/, ''));
	const record = readNumber(query.get('record'));
	if (record === null) return null;
	const trace = query.get('trace');
	return {
		record,
		byte: readNumber(query.get('byte')),
		trace: trace !== null && /^[a-z-]{1,30}$/.test(trace) ? trace : null
	};
}

function readNumber(text: string | null): number | null {
	return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

export function formatPlace({ record, byte, trace }: Place): string {
	const query = new URLSearchParams();
	if (trace !== null) query.set('trace', trace);
	query.set('record', String(record));
	if (byte !== null) query.set('byte', String(byte));
	return `#${query.toString()}`;
}
