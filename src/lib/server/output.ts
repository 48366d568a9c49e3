import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

export const stdout = 1;
export const stderr = 2;

/** How many bytes may wait for a slow reader; further lines are lost. */
const maxWaitingBytes = 1024 * 1024;
/** The interval at which waiting lines are retried while nothing new is written. */
const retryMs = 100;

/**
 * Writes lines to a file descriptor without ever blocking: a pipe that nobody reads, a stopped terminal, a full
 * disk or a closed pipe lose lines, but do not stop the process. pino's own destination retries until it
 * succeeds, at exit too, and so keeps a process from responding and from ending.
 */
export class Output {
	readonly #fd: number;
	/** Called when lines can be written again, with the number lost since the last call. */
	onRecovery: ((lines: number) => void) | undefined;
	/** Whole lines, except that the first may be partly written. */
	#waiting: Buffer[] = [];
	#waitingBytes = 0;
	#retry: NodeJS.Timeout | undefined;
	/** Whether the last byte written was in the middle of a line. */
	#isMidLine = false;
	#lost = 0;
	#unreported = 0;

	constructor(fd: number) {
		this.#fd = openNonBlocking(fd);
	}

	/** Lines lost since the start. */
	get lost(): number {
		return this.#lost;
	}

	/** @param line ends with a newline */
	write(line: string): void {
		// A line after one that was lost halfway starts on a new line.
		const isAfterLoss = this.#isMidLine && this.#waiting.length === 0;
		const bytes = Buffer.from(isAfterLoss ? `\n${line}` : line);
		if (this.#waitingBytes + bytes.length > maxWaitingBytes) {
			this.#lose(1);
		} else {
			this.#waiting.push(bytes);
			this.#waitingBytes += bytes.length;
		}
		this.#flush();
	}

	#flush(): void {
		clearTimeout(this.#retry);
		try {
			for (let head = this.#waiting[0]; head; head = this.#waiting[0]) this.#writeSome(head);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
				this.#retry = setTimeout(() => this.#flush(), retryMs).unref();
			} else {
				this.#lose(this.#waiting.length);
				this.#waiting = [];
				this.#waitingBytes = 0;
			}
			return;
		}
		const lines = this.#unreported;
		this.#unreported = 0;
		if (lines > 0) this.onRecovery?.(lines);
	}

	#writeSome(head: Buffer): void {
		const written = writeSync(this.#fd, head);
		this.#waitingBytes -= written;
		this.#isMidLine = written < head.length;
		if (this.#isMidLine) this.#waiting[0] = head.subarray(written);
		else this.#waiting.shift();
	}

	#lose(lines: number): void {
		this.#lost += lines;
		this.#unreported += lines;
	}
}

const outputs = new Map<number, Output>();

/** Writes one line to stdout or stderr. If that would block, the line waits; if it fails, the line is lost. */
export function printLine(fd: typeof stdout | typeof stderr, line: string): void {
	const output = outputs.get(fd) ?? new Output(fd);
	outputs.set(fd, output);
	output.write(`${line}\n`);
}

/**
 * A descriptor for the same destination on which a write fails with EAGAIN instead of blocking.
 *
 * A pipe or a terminal is opened a second time: the flag O_NONBLOCK belongs to the open file description, which
 * other processes share and may reset. This is impossible for sockets (journald, a parent that is a Node
 * process) and without /proc. There Node sets the flag itself when it creates its stream. Files and devices
 * never make a writer wait for a reader.
 */
function openNonBlocking(fd: number): number {
	if (!isatty(fd) && !fstatSync(fd).isFIFO() && !fstatSync(fd).isSocket()) return fd;
	try {
		const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;
		return openSync(`/proc/self/fd/${fd}`, O_WRONLY | O_NONBLOCK | O_NOCTTY);
	} catch {
		// Reading the property creates the stream.
		Reflect.get(process, fd === stderr ? 'stderr' : 'stdout');
		return fd;
	}
}
