import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright/test';
import { text as frame } from '../../../src/lib/demos/frame-text.ts';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { text as live } from '../../../src/lib/demos/query-live/text.ts';
import { text as chat } from '../../../src/lib/demos/websocket/text.ts';
import { text as browser } from '../../../src/lib/inspector/browser/text.ts';
import { text } from '../../../src/lib/inspector/text.ts';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { expect, test } from '../lib/test.ts';
import { demos, openDemo } from './demo.ts';

const traced = demos.filter((name) =>
	readFileSync(`src/lib/demos/${name}/meta.ja.ts`, 'utf8').includes('isTraced: true')
);

/** Opens the drawer below a demonstration, and returns the rows of the trace. */
async function openTraffic(demo: Locator): Promise<Locator> {
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	await demo.getByText(frame.trace, { exact: true }).click();
	await expect(demo.getByText(text.recording, { exact: true })).toBeVisible();
	return demo.getByRole('list', { name: text.timeline }).getByRole('button');
}

const outboxStep = (action: 'queued' | 'sent' | 'acknowledged') =>
	browser.step({
		at: 0,
		source: 0,
		api: 'outbox',
		action,
		name: '',
		bytes: Buffer.byteLength('こんにちは'),
		target: ''
	});

/** The rows of records with bytes. */
const units = (rows: Locator) => rows.and(rows.page().locator('.unit'));

for (const name of traced) {
	// `transports` has connections of all kinds, so it is the only one that is tested on every host.
	const tag = name === 'transports' ? ' @every-host' : '';
	test(`${name}: the trace lists a request of the demonstration${tag}`, async ({ page }) => {
		const demo = await openDemo(page, name);
		const rows = await openTraffic(demo);
		await expect(
			rows.filter({ hasText: /GET \/(ws|api|socket\.io|_app\/remote)/ }).first()
		).toBeVisible();
		await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	});
}

test('a sent message appears as a masked frame from the client and as a frame to each pane', async ({
	page
}) => {
	const demo = await openDemo(page, 'websocket');
	const rows = await openTraffic(demo);
	const pane = demo.getByRole('group', { name: chat.panes[0] });
	await expect(pane.getByRole('status').first()).toHaveText(shared.states.open);
	await pane.getByLabel(chat.label, { exact: true }).fill('こんにちは');
	await pane.getByLabel(chat.label, { exact: true }).press('Enter');
	for (const action of ['queued', 'sent', 'acknowledged'] as const)
		await expect(rows.filter({ hasText: outboxStep(action) })).toHaveCount(1);
	// One frame from the sender, and one to each of the two panes.
	await expect(rows.filter({ hasText: '"type":"message"' })).toHaveCount(3);
	const bytes = demo.getByRole('application', { name: text.byteGrid }).locator('.hex [data-byte]');
	await rows.filter({ hasText: 'こんにちは' }).first().click();
	// FIN and the opcode of a text frame, then the MASK bit.
	await expect(bytes.nth(0)).toHaveText('81');
	await expect(bytes.nth(1)).toHaveText(/^[89a-f]/);
	expect(await violationsInBothColorSchemes(page, '#demo-websocket .trace')).toEqual([]);
});

test('each step in the browser is listed before the request that it causes, or after the response that causes it', async ({
	page
}) => {
	const demo = await openDemo(page, 'sse');
	const rows = await openTraffic(demo);
	await expect(rows.filter({ hasText: 'onmessage' }).first()).toBeVisible();
	await expect(demo.getByText(/^時刻は、サーバーの時計に合わせています。/)).toBeVisible();
	const contents = await rows.allTextContents();
	const order = ['new EventSource', 'GET /api/events', 'HTTP/1.1 200', 'onopen'];
	const at = order.map((expected) => contents.findIndex((row) => row.includes(expected)));
	expect(at).toEqual(at.toSorted((a, b) => a - b));
	expect(at).not.toContain(-1);
	const event = contents.findIndex((row) => row.includes('data: {'));
	const seen = contents.findIndex((row) => row.includes('onmessage'));
	expect(seen).toBeGreaterThan(event);

	await rows.filter({ hasText: 'onmessage' }).first().click();
	await expect(demo.getByText(/^推定した時刻です。誤差は、最大で±/)).toBeVisible();
	const saving = page.waitForEvent('download');
	await demo.getByRole('button', { name: text.exportJson }).click();
	const saved: unknown = JSON.parse(readFileSync(await (await saving).path(), 'utf8'));
	expect(saved).toMatchObject({
		browser: {
			steps: expect.arrayContaining([
				expect.objectContaining({ api: 'EventSource', action: 'message', connection: 1 })
			])
		}
	});

	await demo.getByLabel(browser.show).uncheck();
	await expect(rows.filter({ hasText: 'EventSource' })).toHaveCount(0);
	await expect(units(rows).filter({ hasText: 'GET /api/events' })).toHaveCount(1);
});

test('query.live: a written message appears as a request, and as a value in the stream', async ({
	page
}) => {
	const demo = await openDemo(page, 'query-live');
	const rows = await openTraffic(demo);
	await expect(rows.filter({ hasText: 'GET /_app/remote/' })).toHaveCount(1);
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	await demo.getByRole('button', { name: live.one }).click();
	await expect(units(rows).filter({ hasText: 'POST /api/rooms/' })).toHaveCount(1);
	await expect(rows.filter({ hasText: 'fetch（POST /api/rooms/' })).toHaveCount(1);
	// The value is JSON inside a JSON string.
	await expect(rows.filter({ hasText: String.raw`\"seq\":` })).toHaveCount(1);
	await expect(demo.getByRole('row').nth(1)).toContainText(live.line(1));
});

test('transports: the stream of query.live is recorded with the others', async ({ page }) => {
	const demo = await openDemo(page, 'transports');
	const rows = await openTraffic(demo);
	await expect(rows.filter({ hasText: 'GET /_app/remote/' })).toHaveCount(1);
});

test('a request head that the server has rebuilt is marked as rebuilt', async ({ page }) => {
	// Changes the records as if each request head had arrived in several chunks. No browser sends it in this way.
	await page.routeWebSocket(/\/trace\?/, (socket) => {
		const server = socket.connectToServer();
		server.onMessage((record) =>
			socket.send(String(record).replace('"isHeadExact":true', '"isHeadExact":false'))
		);
	});
	const demo = await openDemo(page, 'sse');
	const rows = await openTraffic(demo);
	const note = demo.getByText(text.rebuilt);
	await rows.filter({ hasText: 'GET /api/events' }).first().click();
	await expect(note).toBeVisible();
	await rows.filter({ hasText: 'HTTP/1.1 200' }).first().click();
	await expect(note).toHaveCount(0);
});

test('a trace is open only while its drawer is open', async ({ page }) => {
	const open = new Set<string>();
	page.on('websocket', (socket) => {
		if (!socket.url().includes('/trace?')) return;
		open.add(socket.url());
		socket.on('close', () => open.delete(socket.url()));
	});
	const demo = await openDemo(page, 'sse');
	await expect(demo.getByRole('status').first()).toHaveText(shared.states.open);
	expect(open.size).toBe(0);
	await openTraffic(demo);
	expect(open.size).toBe(1);
	await demo.getByText(frame.trace, { exact: true }).click();
	await expect.poll(() => open.size).toBe(0);
});
