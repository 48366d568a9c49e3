import process from 'node:process';
import { printLine, stderr } from '../output.ts';

/**
 * Keeps a broken stdout or stderr from ending or blocking the process, whoever writes to it. Has to be
 * called before anything is printed. Our own lines go through `Output`, which needs none of this.
 */
export function guardStandardStreams(): void {
	// console.* of a library: a closed pipe or a full disk is an 'error' event, which would end the process
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
	// Node prints both with a write of its own, which blocks on a stopped terminal
	if (process.listenerCount('warning') > 0) {
		process.removeAllListeners('warning');
		process.on('warning', ({ name, message }) => printLine(stderr, `${name}: ${message}`));
	}
	process.on('uncaughtException', (error: unknown) => {
		printLine(stderr, `Uncaught ${(error instanceof Error && error.stack) || String(error)}`);
		process.exit(1);
	});
}
