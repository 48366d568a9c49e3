import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chromium, type Page } from 'playwright';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { chromiumFlags } from '../../../scripts/lib/chromium.ts';

/** How long a visit without a browser waits for each response. A visit throws if a response is not as expected. */
const visitLimitMs = 20_000;
const timeout = () => ({ signal: AbortSignal.timeout(visitLimitMs) });

export async function visitSse(url: string): Promise<void> {
	const response = await fetch(`${url}/api/events`, timeout());
	assert.equal(response.headers.get('content-type'), 'text/event-stream');
	const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
	const first = await reader?.read();
	assert.match(first?.value ?? '', /^id: \d+\ndata: \{"id":\d+,"text":"20/);
	await reader?.cancel();
}

export async function visitWebSocket(url: string): Promise<void> {
	const address = `${url.replace('http', 'ws')}/ws`;
	const socket = new WebSocket(address, { origin: url });
	await once(socket, 'open', timeout());
	socket.send('こんにちは');
	const [data] = (await once(socket, 'message', timeout())) as [Buffer];
	const { id, text } = JSON.parse(data.toString()) as { id: unknown; text: unknown };
	assert.deepEqual([typeof id, text], ['number', 'こんにちは']);
	socket.close();
	const otherSite = new WebSocket(address, { origin: 'https://evil.example' });
	const [error] = (await once(otherSite, 'error', timeout())) as [Error];
	assert.match(error.message, /403/);
}

export async function visitSocketIo(url: string): Promise<void> {
	const socket = io(url, { transports: ['websocket'], forceNew: true });
	try {
		const received = new Promise((resolve) => socket.once('message', resolve));
		const send = (text: unknown) => socket.timeout(visitLimitMs).emitWithAck('message', text);
		assert.deepEqual(await send('やあ'), { ok: true });
		const { id, text } = (await received) as { id: unknown; text: unknown };
		assert.deepEqual([typeof id, text], ['number', 'やあ']);
		assert.deepEqual(await send(null), { ok: false });
	} finally {
		socket.disconnect();
	}
}

/** Opens a page in the browser at `executablePath`, and calls `check` with it. */
export async function visitPage(
	executablePath: string,
	url: string,
	check: (page: Page) => Promise<void>
): Promise<void> {
	const browser = await chromium.launch({ executablePath, args: chromiumFlags });
	try {
		const page = await browser.newPage();
		await page.goto(url);
		await check(page);
	} finally {
		await browser.close();
	}
}

export async function waitForTimes(page: Page): Promise<void> {
	await page.getByRole('listitem').nth(2).waitFor();
}

export async function sendMessage(page: Page): Promise<void> {
	await page.getByText('接続しました').waitFor();
	await page.getByLabel('発言', { exact: true }).fill('画面から');
	await page.getByRole('button').click();
	await page.getByRole('listitem').getByText('画面から').waitFor();
}
