import { pino } from 'pino';

/** A log that records its lines, by default at every level. */
export function recordingLog(level = 'trace') {
	const lines: string[] = [];
	return { lines, log: pino({ level }, { write: (line: string) => lines.push(line) }) };
}
