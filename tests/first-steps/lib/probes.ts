import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:http';
import type { Page } from 'playwright';
import { vi } from 'vitest';

const waitLimitMs = 60_000;

/**
 * Opens the stream of the probe, disconnects after its first bytes, and returns the events that the server recorded.
 * @param isClosed whether the abort listener closes the stream
 */
export async function disconnect(
	url: string,
	method: 'GET' | 'POST',
	isClosed = false
): Promise<string[]> {
	const address = `${url}/api/abort`;
	const headers = { 'content-type': 'application/json' };
	await fetch(address, { method: 'DELETE', headers });
	const client = request(`${address}${isClosed ? '?close' : ''}`, {
		method,
		headers: method === 'POST' ? headers : {}
	});
	client.end(method === 'POST' ? '{}' : undefined);
	const [response] = (await once(client, 'response')) as [NodeJS.ReadableStream];
	await once(response, 'data');
	client.on('error', () => undefined).destroy();
	const readEvents = async () =>
		(await (await fetch(address, { method: 'PUT', headers })).json()) as string[];
	await vi.waitUntil(async () => (await readEvents()).length > 0, { timeout: waitLimitMs });
	// Both events happen in one turn of the server's event loop, so a second request finds that both have happened.
	return readEvents();
}

/** The status of a DELETE that has neither a body nor a Content-Type, as a script would send it. */
export async function deleteWithoutType(url: string): Promise<number> {
	return (await fetch(`${url}/api/abort`, { method: 'DELETE' })).status;
}

/** Resolves when the live query of a built project sends the given text. */
export async function waitForLiveText(app: string, url: string, text: string): Promise<void> {
	const chunks = `${app}/build/client/_app/immutable`;
	const id = readdirSync(chunks, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.js'))
		.map((file) => /[\w-]+\/quiet(?=["'`])/.exec(readFileSync(`${chunks}/${file}`, 'utf8'))?.[0])
		.find((found) => found !== undefined);
	const response = await fetch(`${url}/_app/remote/${id ?? 'missing'}`, {
		signal: AbortSignal.timeout(waitLimitMs)
	});
	const decoder = new TextDecoder();
	let received = '';
	for await (const chunk of response.body ?? []) {
		received += decoder.decode(chunk, { stream: true });
		if (received.includes(text)) return;
	}
	throw new Error(`the stream ended without ${JSON.stringify(text)}: ${received}`);
}

/** Causes failures on a page, and checks that SvelteKit does not reconnect a live query after any of them. */
export async function expectFinalStates(page: Page): Promise<void> {
	const remote = '**/_app/remote/**';
	const live = new URL('/live', page.url()).href;
	await page.route(remote, (route) => route.abort('failed'));
	await page.goto(live);
	await page.getByText('stopped').waitFor();

	await page.unroute(remote);
	await page.goto(live);
	await page.getByText('first').waitFor();
	await page.route(remote, (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }));
	// SvelteKit reconnects when the browser is online again, and gets a proxy's response.
	await page.context().setOffline(true);
	await page.context().setOffline(false);
	await page.getByText('stopped').waitFor();
}
