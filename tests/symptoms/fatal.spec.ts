import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { expectPrinted } from './page.ts';

/** The line that names the error in the output of a crashed process. */
const errorLine = (output: string) => /^(?:\w*Error[^\n]*)$/m.exec(output)?.[0] ?? output;

/** Runs a server that prints its port, and an action on it. Resolves with how the server ended. */
async function ended(script: string, attack: (port: number, output: Readable) => unknown) {
	const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
	onTestFinished(() => void child.kill('SIGKILL'));
	let errors = '';
	child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	attack(Number(line.toString()), child.stdout);
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, errors };
}

const fatal = (name: string) => fileURLToPath(new URL(`fatal/${name}`, import.meta.url));

function open(port: number, protocol?: string): WebSocket {
	// A mask that turns every close code into an invalid one if applied twice.
	const options = { generateMask: (mask: Buffer) => void mask.fill(0xff) };
	const socket = new WebSocket(`ws://127.0.0.1:${port}/`, protocol, options);
	socket.on('error', () => undefined);
	return socket;
}

test('V15: two servers without a path crash the process if they share one copy of ws', async () => {
	const { code, errors } = await ended(fatal('two-listeners.mjs'), (port) => open(port));
	expect(code).toBe(1);
	expectPrinted('handle-upgrade-twice', errorLine(errors));
});

test('V15: with two copies both answer, until a frame is parsed twice', async () => {
	const { code, errors } = await ended(fatal('two-copies.mjs'), (port) => open(port));
	expect(code).toBe(1);
	expectPrinted('invalid-status-code', errorLine(errors).replace(/code \d+$/, 'code …'));
});

test('V6: a reset during another handler’s upgrade crashes the process', async () => {
	const { code, errors } = await ended(fatal('raw-socket.mjs'), (port, output) => {
		const socket = connect(port, '127.0.0.1');
		socket.write(
			'GET /other HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
		);
		output.once('data', () => socket.resetAndDestroy());
	});
	expect(code).toBe(1);
	expectPrinted('econnreset', errorLine(errors));
	expect(errors).toContain("throw er; // Unhandled 'error' event");
});

test('an empty bufferutil, as a bundler leaves it, fails at the first frame of 48 bytes', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'wirelab-ws-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const modules = join(folder, 'node_modules');
	cpSync('node_modules/ws', join(modules, 'ws'), { recursive: true });
	mkdirSync(join(modules, 'bufferutil'));
	writeFileSync(join(modules, 'bufferutil/index.js'), 'module.exports = {};\n');
	const script = join(folder, 'server.mjs');
	writeFileSync(
		script,
		`import { WebSocket, WebSocketServer } from 'ws';
		const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => {
			const { port } = server.address();
			new WebSocket('ws://127.0.0.1:' + port).on('open', function () { this.send('x'.repeat(48)); });
			console.log(port);
		});`
	);
	const { code, errors } = await ended(script, () => undefined);
	expect(code).toBe(1);
	expectPrinted('buffer-util', errorLine(errors));
});
