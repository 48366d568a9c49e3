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
let open: number[];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'output-'));
	open = [];
});
afterEach(() => {
	for (const fd of open) closeSync(fd);
	rmSync(folder, { recursive: true });
});

const opened = (path: string, flags: number) => {
	const fd = openSync(path, flags);
	open.push(fd);
	return fd;
};

/** A pipe with both ends in this process; the writing end blocks, like the one a process inherits. */
function pipe() {
	const path = join(folder, 'pipe');
	execFileSync('mkfifo', [path]);
	const reader = opened(path, constants.O_RDONLY | constants.O_NONBLOCK);
	return { path, reader, writer: opened(path, constants.O_WRONLY) };
}

/** Everything that can be read now. */
function drain(fd: number): string {
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

describe.skipIf(process.platform === 'win32')('a pipe', () => {
	test('receives every line once its reader reads again, if not too many are queued', async () => {
		const { reader, writer } = pipe();
		const output = new Output(writer);
		for (let n = 0; n < 1_000; n++) output.write(line(n));
		let text = '';
		await vi.waitFor(() => {
			text += drain(reader);
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
			text += drain(reader);
			expect(text).toMatch(/lost \d+\n$/);
		}, 10_000);
		const kept = 3_000 - output.lost;
		expect(text.endsWith(`${line(kept - 1)}lost ${output.lost}\n`)).toBe(true);
		expect(numbers(text).slice(0, -1)).toEqual(Array.from({ length: kept }, (_, n) => n));
	});

	test('loses lines after its reader has left, until another one opens it', () => {
		const { path, reader, writer } = pipe();
		const output = new Output(writer);
		output.onRecovery = (lost) => output.write(`lost ${lost}\n`);
		open.splice(open.indexOf(reader), 1);
		closeSync(reader);
		output.write('one\n');
		output.write('two\n');
		expect(output.lost).toBe(2);
		const next = opened(path, constants.O_RDONLY | constants.O_NONBLOCK);
		output.write('three\n');
		expect(drain(next)).toBe('three\nlost 2\n');
	});
});

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
