/**
 * Splits the text of a stream into events, as they were sent but without the final blank line. A chunk may contain
 * several events, or end within one. This server ends lines with LF only.
 */
export function createEventSplitter() {
	let rest = '';
	return (chunk: string): string[] => {
		const events = (rest + chunk).split('\n\n');
		rest = events.pop() ?? '';
		return events;
	};
}
