import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readMetric } from '../contract/lib/metrics.ts';
import { until } from '../contract/lib/wait.ts';
import { spawnSite, stopAll, type Site, type SiteOptions } from './site.ts';

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = fs.constants;

/** Starting shells and servers takes long on a busy machine. */
const startLimitMs = 60_000;
vi.setConfig({ testTimeout: 2 * startLimitMs });

let folder: string;
beforeEach(() => void (folder = fs.mkdtempSync(join(tmpdir(), 'wirelab-log-'))));
afterEach(async () => {
	// After a failed test the server, a child of a shell, is still running.
	if (fs.existsSync(join(folder, 'pid')) && !fs.existsSync(join(folder, 'code'))) kill('SIGKILL');
	await stopAll();
	fs.rmSync(folder, { recursive: true });
});

const read = (name: string) => fs.readFileSync(join(folder, name), 'utf8');
const kill = (signal: NodeJS.Signals) => process.kill(Number(read('pid')), signal);

/** Runs a shell command in which `server` is `node build`, leaving its process id and exit code in files. */
function shell(command: string, options: SiteOptions = {}): Promise<Site> {
	const server = `server() { sh -c 'echo $$ > ${folder}/pid; exec node build'; echo $? > ${folder}/code; }`;
	return spawnSite({ command: ['/bin/sh', '-c', `${server}\n${command}`], ...options });
}

async function waitUntilServing(site: Promise<Site>): Promise<string> {
	const { url } = await site;
	const isUp = () =>
		fetch(url).then(
			(response) => response.ok,
			() => false
		);
	await until(isUp, 'the server to serve a page', startLimitMs);
	return url;
}

async function exitCode(): Promise<string> {
	await until(() => fs.existsSync(join(folder, 'code')) && read('code'), 'the exit code', 15_000);
	return read('code').trim();
}

/** Expects that the server counts the lost lines and exits with code 0 at SIGTERM. */
async function expectCountAndExit(url: string, lost: number): Promise<void> {
	const series = 'wirelab_log_lines_lost_total';
	await until(async () => (await readMetric({ origin: url }, series)) >= lost, 'the count');
	kill('SIGTERM');
	expect(await exitCode()).toBe('0');
}

/** A full pipe with a reader that reads nothing. */
function fullPipe(): { writer: number; reader: number } {
	const path = join(folder, 'pipe');
	execFileSync('mkfifo', [path]);
	const reader = fs.openSync(path, O_RDONLY | O_NONBLOCK);
	const filler = fs.openSync(path, O_WRONLY | O_NONBLOCK);
	for (const bytes of [4096, 1]) {
		expect(() => {
			for (;;) fs.writeSync(filler, Buffer.alloc(bytes, '\n'));
		}).toThrow('EAGAIN');
	}
	fs.closeSync(filler);
	return { reader, writer: fs.openSync(path, O_WRONLY) };
}

function readAvailable(fd: number): string {
	const chunk = Buffer.alloc(1 << 20);
	try {
		return chunk.toString('utf8', 0, fs.readSync(fd, chunk));
	} catch {
		return ''; // EAGAIN: nothing yet
	}
}

/** A Unix socket as journald and Node pass it to a child; full, with a peer that reads nothing. */
async function fullSocket(): Promise<Socket> {
	const server = createServer({ pauseOnConnect: true }).listen(join(folder, 'socket'));
	const socket = connect(join(folder, 'socket'));
	await once(socket, 'connect');
	while (socket.writableLength === 0) socket.write(Buffer.alloc(4096, '\n'));
	server.close();
	return socket;
}

describe.skipIf(process.platform !== 'linux')('an unwritable log', () => {
	test.each([
		['server 2>/dev/null | true', 1],
		['server 2>&1 | head -1', 0],
		['server >/dev/full', 2],
		['server >/dev/full 2>&1', 2],
		['server >&- 2>&-', 0]
	])('neither stops nor blocks the server: %s [log-output]', async (command, lost) => {
		const url = await waitUntilServing(shell(command));
		kill('SIGPIPE');
		await expectCountAndExit(url, lost);
	});

	test('is delivered when a stalled reader reads again', async () => {
		const { reader, writer } = fullPipe();
		const url = await waitUntilServing(shell('server', { stdio: ['ignore', writer, writer] }));
		fs.closeSync(writer);
		let text = '';
		await until(async () => {
			text += readAvailable(reader);
			return text.includes('Listening on') && text.includes('"msg":"starting"');
		}, 'the lines of both streams');
		await expectCountAndExit(url, 0);
	});

	test.each(['pipe', 'socket'])('does not delay the exit: a full %s [log-output]', async (kind) => {
		const output = kind === 'pipe' ? fullPipe().writer : await fullSocket();
		const url = await waitUntilServing(shell('server', { stdio: ['ignore', output, output] }));
		await expectCountAndExit(url, 0);
	});

	test('does not stop the server: a terminal stopped with Ctrl-S', async () => {
		const script = join(folder, 'in-terminal.sh');
		fs.writeFileSync(script, `echo $$ > ${folder}/pid; exec node build`);
		const command = `script -qefc 'sh ${script}' /dev/null; echo $? > ${folder}/code`;
		const site = await spawnSite({
			command: ['/bin/sh', '-c', command],
			stdio: ['pipe', 'pipe', 'pipe']
		});
		await until(() => site.output().includes('Listening on'), 'the server to listen');
		const url = await waitUntilServing(Promise.resolve(site));
		site.child.stdin?.write('\x13');
		await expectCountAndExit(url, 0);
	});

	test('reports the lost lines, not as part of a torn line, when a full disk has space again [log-output]', async () => {
		const log = join(folder, 'log');
		// The limit of 8 blocks of 512 bytes is reached in the middle of the first line.
		fs.writeFileSync(log, `${'x'.repeat(4075)}\n`);
		const url = await waitUntilServing(shell(`ulimit -f 8; server >>${log}`));
		expect(fs.statSync(log).size).toBe(4096);
		fs.truncateSync(log, 4076 - 1000);
		fs.appendFileSync(log, '{"level"');
		await expectCountAndExit(url, 2);
		const [torn, ...lines] = read('log').trimEnd().split('\n');
		expect(torn).toMatch(/^x+\{"level"$/);
		const messages = lines.map((line) => JSON.parse(line) as { msg: string; lost?: number });
		expect(messages[0]).toMatchObject({ msg: 'draining' });
		expect(messages[1]).toMatchObject({ msg: 'log lines were lost', lost: 2 });
	});
});

describe.skipIf(process.platform !== 'linux')('a start that fails', () => {
	test.each([
		['server 2>&1 | cat', true],
		['server 2>&1 | (sleep 1; cat)', true],
		['server 2>&1 >/dev/full | cat', true],
		['server 2>/dev/full | true', false],
		['server 2>&- >&-', false]
	])('prints the reason if it can, and exits with code 1: %s', async (command, isPrinted) => {
		const site = await shell(command, { env: { PORT: 'x' } });
		expect(await exitCode()).toBe('1');
		await site.ended;
		expect(site.output().startsWith('Bad environment variable PORT="x"')).toBe(isPrinted);
	});

	test('exits with code 1 if nobody reads the reason', async () => {
		const { writer } = fullPipe();
		await shell('server', { stdio: ['ignore', writer, writer], env: { PORT: 'x' } });
		expect(await exitCode()).toBe('1');
	});
});
