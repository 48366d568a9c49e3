import { expect, test } from '../lib/test.ts';

test('the policy allows connections to the page’s own server and blocks injected scripts', async ({
	page,
	host
}) => {
	await page.goto('/');
	const seen = await page.evaluate(async () => {
		const violated: string[] = [];
		const both = new Promise<void>((resolve) => {
			document.addEventListener('securitypolicyviolation', (event) => {
				violated.push(event.effectiveDirective);
				if (violated.length === 2) resolve();
			});
		});
		const outcome = (target: EventTarget, good: string) =>
			new Promise<string>((resolve) => {
				target.addEventListener(good, () => resolve(good));
				target.addEventListener('error', () => resolve('error'));
			});

		const script = document.createElement('script');
		script.textContent = 'document.title = "inline code ran"';
		document.body.append(script);

		const source = new EventSource('/api/events');
		const feed = await outcome(source, 'message');
		source.close();
		const webSocket = new WebSocket('/ws?room=policy-abcdefghij0123456789');
		const room = await outcome(webSocket, 'message');
		webSocket.close();
		await fetch('http://127.0.0.1:9/elsewhere').catch(() => undefined);
		await both;
		return { feed, room, violated, title: document.title };
	});
	expect(seen).toMatchObject({ feed: 'message', room: 'message' });
	expect(seen.violated.sort()).toEqual(['connect-src', 'script-src-elem']);
	expect(seen.title).not.toBe('inline code ran');
	expect(host.alive()).toBe(true);
});
