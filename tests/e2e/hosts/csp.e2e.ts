import { expect, test } from '../lib/test.ts';

test('code that is injected into the HTML of a page does not run', async ({
	page,
	hostName,
	violations
}) => {
	const injected = `<script>document.title = "ran"</script><img src="/favicon.svg" alt="" onload="document.title = 'ran'">
		<p id="injected" style="position: fixed">a</p>`;
	await page.route('/', async (route) => {
		const response = await route.fetch();
		const body = (await response.text()).replace('</body>', `${injected}</body>`);
		await route.fulfill({ response, body });
	});
	await page.goto('/');
	// In development SvelteKit allows inline styles, which Vite adds.
	const blocked = ['script-src-attr', 'script-src-elem'];
	if (hostName !== 'dev') blocked.push('style-src-attr');
	const directives = () => violations.map((line) => /: ([\w-]+) blocks/.exec(line)?.[1]).sort();
	await expect.poll(directives).toEqual(blocked);
	violations.length = 0;
	expect(await page.title()).not.toBe('ran');
	const position = page
		.locator('#injected')
		.evaluate((element) => getComputedStyle(element).position);
	expect(await position).toBe(hostName === 'dev' ? 'fixed' : 'static');
});

test('a page connects to its own server only', async ({ page, host, violations }) => {
	await page.goto('/');
	const seen = await page.evaluate(async () => {
		const outcome = (target: EventTarget, success: string) =>
			new Promise<string>((resolve) => {
				target.addEventListener(success, () => resolve(success));
				target.addEventListener('error', () => resolve('error'));
			});
		const source = new EventSource('/api/events');
		const feed = await outcome(source, 'message');
		source.close();
		const webSocket = new WebSocket('/ws?room=policy-abcdefghij0123456789');
		const room = await outcome(webSocket, 'message');
		webSocket.close();
		const elsewhere = await fetch('http://127.0.0.1:9/elsewhere').then(
			() => 'answer',
			() => 'error'
		);
		return { feed, room, elsewhere };
	});
	expect(seen).toEqual({ feed: 'message', room: 'message', elsewhere: 'error' });
	await expect.poll(() => violations).toEqual([expect.stringContaining('connect-src')]);
	violations.length = 0;
	expect(host.isAlive()).toBe(true);
});

test('strings are not accepted as HTML or script, and no other policy can be created', async ({
	page,
	hostName,
	violations
}) => {
	test.skip(hostName === 'dev', 'Mermaid draws new diagrams with strings in development');
	await page.goto('/');
	// Svelte creates its policy when the first component is loaded.
	await page.locator('.demo').getByRole('button').first().waitFor();
	const outcomes = await page.evaluate(() => {
		const attempt = (what: () => unknown) => {
			try {
				what();
				return 'done';
			} catch (error) {
				return error instanceof Error ? error.name : 'thrown';
			}
		};
		// TypeScript's DOM types do not declare `trustedTypes`.
		const { trustedTypes } = window as {
			trustedTypes?: { createPolicy(name: string, rules: object): object };
		};
		const create = (name: string) => () => trustedTypes?.createPolicy(name, {});
		return [
			() => (document.createElement('p').innerHTML = '<b>a</b>'),
			() => (document.createElement('script').textContent = 'document.title = "ran"'),
			() => document.body.setAttribute('onclick', 'document.title = "ran"'),
			create('another'),
			// Svelte has already created this one.
			create('svelte-trusted-html')
		].map(attempt);
	});
	expect(outcomes).toEqual(outcomes.map(() => 'TypeError'));
	await expect.poll(() => violations.length).toBe(outcomes.length);
	violations.length = 0;
	expect(await page.title()).not.toBe('ran');
});
