import process from 'node:process';
import { printLine, stderr } from '../output.ts';

/**
 * Keeps a broken stdout or stderr from ending or blocking the process. Has to be called before anything is
 * printed. Lines of this project go through `Output`, which does not need this.
 */
export function guardStandardStreams(): void {
	// For console.* in libraries: a closed pipe or a full disk emits 'error', which would end the process.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
	// Node itself prints warnings and uncaught exceptions with a write that blocks on a stopped terminal.
	if (process.listenerCount('warning') > 0) {
		process.removeAllListeners('warning');
		process.on('warning', ({ name, message }) => printLine(stderr, `${name}: ${message}`));
	}
	process.on('uncaughtException', (error: unknown) => {
		printLine(stderr, `Uncaught ${(error instanceof Error && error.stack) || String(error)}`);
		process.exit(1);
	});
}
