/**
 * Splits the text of a stream into events, exactly as they were sent: a chunk may contain several events, or end
 * within one. This server ends lines with LF only.
 */
export function createEventSplitter() {
	let rest = '';
	return (chunk: string): string[] => {
		const events = (rest + chunk).split('\n\n');
		rest = events.pop() ?? '';
		return events;
	};
}
