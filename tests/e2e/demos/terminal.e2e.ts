import { spawn } from 'node:child_process';
import type { Locator, TestInfo } from 'playwright/test';
import type { TerminalAction } from '../../../src/lib/demos/terminal-commands.ts';
import { text as polling } from '../../../src/lib/demos/long-polling/text.ts';
import { text } from '../../../src/lib/demos/terminal-text.ts';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo } from './demo.ts';

/** The command for an action, as the page prints it. */
async function printed(demo: Locator, action: TerminalAction): Promise<string> {
	const summary = demo.getByText(text.title, { exact: true });
	const command = demo.getByRole('region', { name: text.actions[action], exact: true });
	if (!(await command.isVisible())) await summary.click();
	return command.innerText();
}

/** Runs a command in a shell, until it exits or `end` is called. */
function run(command: string) {
	// A separate process group, so that killing it also ends the shell's child.
	const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
	const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
	return {
		output: () => output,
		exited,
		end() {
			if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid);
		}
	};
}

const running: ReturnType<typeof run>[] = [];

function start(command: string, info: TestInfo) {
	info.annotations.push({ type: 'command', description: command });
	const started = run(command);
	running.push(started);
	return started;
}

test.afterEach(() => {
	for (const one of running.splice(0)) one.end();
});

test('the printed commands read and write in the chat’s room', async ({ page }, info) => {
	const demo = await openDemo(page, 'websocket');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	const listening = start(await printed(demo, 'listen'), info);
	const upgraded = start(await printed(demo, 'upgrade'), info);
	await expect.poll(listening.output).toContain('event: welcome');
	await expect.poll(upgraded.output).toContain('101 Switching Protocols');
	await expect.poll(upgraded.output).toContain('"type":"welcome"');

	expect(await start(await printed(demo, 'send'), info).exited).toBe(0);
	for (const log of await demo.getByRole('log').all())
		await expect(log).toContainText(text.message);
	await expect.poll(listening.output).toContain(text.message);
	await expect.poll(upgraded.output).toContain(text.message);
});

test('a printed POST ends the printed long poll, and the page’s own', async ({ page }, info) => {
	const demo = await openDemo(page, 'long-polling');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	const waiting = start(await printed(demo, 'poll'), info);
	// The POST is repeated, because the first one may precede the poll.
	const send = await printed(demo, 'send');
	await expect(async () => {
		expect(await start(send, info).exited).toBe(0);
		expect(waiting.output()).toContain(text.message);
	}).toPass();
	await expect(
		demo
			.getByRole('row')
			.filter({ hasText: polling.count(1) })
			.first()
	).toBeVisible();
});

test('a printed POST arrives on all five transports', async ({ page }, info) => {
	const demo = await openDemo(page, 'transports');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	expect(await start(await printed(demo, 'send'), info).exited).toBe(0);
	const received = demo.locator('[data-lane] td:nth-of-type(2)');
	await expect(received).toHaveText(['1', '1', '1', '1', '1']);
});

test('a printed POST arrives in query.live', async ({ page }, info) => {
	const demo = await openDemo(page, 'query-live');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	expect(await start(await printed(demo, 'send'), info).exited).toBe(0);
	await expect(demo.getByRole('cell', { name: text.message })).toBeVisible();
});

test('the printed handshake of Engine.IO opens a session', async ({ page }, info) => {
	const demo = await openDemo(page, 'socket-io');
	const engine = start(await printed(demo, 'engine'), info);
	expect(await engine.exited).toBe(0);
	expect(engine.output()).toMatch(/^0\{"sid":"/);
});

test('the printed command shows the same feed as the demonstration', async ({ page }, info) => {
	const demo = await openDemo(page, 'sse');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	const feed = start(await printed(demo, 'feed'), info);
	await expect.poll(feed.output).toMatch(/^id: .+\ndata: \{"type":"update"/m);
});

test('the copy button copies the command', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const demo = await openDemo(page, 'query-live');
	const command = await printed(demo, 'send');
	const terminal = demo.locator('.terminal');
	await terminal.getByRole('button', { name: text.copy }).click();
	await expect(terminal.getByRole('status')).toHaveText(text.copied);
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(command);
});
