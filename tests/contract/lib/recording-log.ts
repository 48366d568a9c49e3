import { Writable } from 'node:stream';
import { pino } from 'pino';

/** A log that records its lines, by default at every level. */
export function recordingLog(level = 'trace') {
	const lines: string[] = [];
	const sink = new Writable({
		write(chunk: Buffer, _, done) {
			lines.push(chunk.toString());
			done();
		}
	});
	return { lines, log: pino({ level }, sink) };
}
