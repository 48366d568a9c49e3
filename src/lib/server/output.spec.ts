import { execFileSync } from 'node:child_process';
import {
	closeSync,
	constants,
	mkdtempSync,
	openSync,
	readFileSync,
	readSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Output } from './output.ts';

let folder: string;
let openFiles: number[];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'output-'));
	openFiles = [];
});
afterEach(() => {
	for (const fd of openFiles) closeSync(fd);
	rmSync(folder, { recursive: true });
});

/** Opens a file that is closed after the test. */
const opened = (path: string, flags: number) => {
	const fd = openSync(path, flags);
	openFiles.push(fd);
	return fd;
};

/** A pipe with both ends in this process; the writing end blocks, like the one a process inherits. */
function pipe() {
	const path = join(folder, 'pipe');
	execFileSync('mkfifo', [path]);
	const reader = opened(path, constants.O_RDONLY | constants.O_NONBLOCK);
	return { path, reader, writer: opened(path, constants.O_WRONLY) };
}

/** Reads everything that is in the pipe now. */
function readAll(fd: number): string {
	const chunk = Buffer.alloc(1 << 16);
	let text = '';
	try {
		for (let read = 1; read > 0; text += chunk.toString('utf8', 0, read)) {
			read = readSync(fd, chunk, 0, chunk.length, null);
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
	}
	return text;
}

const line = (n: number) => `${String(n).padStart(999, ' ')}\n`;
const numbers = (text: string) => text.trimEnd().split('\n').map(Number);

// Needs mkfifo, and a pipe that this process can open at both ends.
describe.runIf(process.platform === 'linux')('a pipe', () => {
	test('receives every line after its reader continues, if not too many are queued', async () => {
		const { reader, writer } = pipe();
		const output = new Output(writer);
		for (let n = 0; n < 1_000; n++) output.write(line(n));
		let text = '';
		await vi.waitFor(() => {
			text += readAll(reader);
			expect(numbers(text)).toHaveLength(1_000);
		}, 10_000);
		expect(numbers(text)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
		expect(output.lost).toBe(0);
	});

	test('loses lines beyond the bound while nobody reads, and reports their number afterwards [log-output]', async () => {
		const { reader, writer } = pipe();
		const output = new Output(writer);
		output.onRecovery = (lost) => output.write(`lost ${lost}\n`);
		for (let n = 0; n < 3_000; n++) output.write(line(n));
		expect(output.lost).toBeGreaterThan(1_500);
		let text = '';
		await vi.waitFor(() => {
			text += readAll(reader);
			expect(text).toMatch(/lost \d+\n$/);
		}, 10_000);
		const kept = 3_000 - output.lost;
		expect(text.endsWith(`${line(kept - 1)}lost ${output.lost}\n`)).toBe(true);
		expect(numbers(text).slice(0, -1)).toEqual(Array.from({ length: kept }, (_, n) => n));
	});

	test('loses lines after its reader has left, until another reader opens it', () => {
		const { path, reader, writer } = pipe();
		const output = new Output(writer);
		output.onRecovery = (lost) => output.write(`lost ${lost}\n`);
		openFiles.splice(openFiles.indexOf(reader), 1);
		closeSync(reader);
		output.write('one\n');
		output.write('two\n');
		expect(output.lost).toBe(2);
		const next = opened(path, constants.O_RDONLY | constants.O_NONBLOCK);
		output.write('three\n');
		expect(readAll(next)).toBe('three\nlost 2\n');
	});
});

// Only Linux has /dev/full.
test.runIf(process.platform === 'linux')('a full device loses lines', () => {
	const output = new Output(opened('/dev/full', constants.O_WRONLY));
	output.write('one\n');
	output.write('two\n');
	expect(output.lost).toBe(2);
});

test('a file receives each line at once, including empty ones', () => {
	const path = join(folder, 'log');
	writeFileSync(path, 'before\n');
	const output = new Output(opened(path, constants.O_WRONLY | constants.O_APPEND));
	output.write('a\n');
	output.write('\n');
	output.write('あ\n');
	expect(readFileSync(path, 'utf8')).toBe('before\na\n\nあ\n');
	expect(output.lost).toBe(0);
});
