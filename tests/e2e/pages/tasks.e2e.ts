import { ja } from '../../../src/lib/ui/ja.ts';
import { open } from '../lib/open.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

/** For each task: the reader's query, and the section with code for it, to be among the first three results. */
const tasks: Record<string, [query: string, page: string, section: string]> = {
	'run notifications behind nginx': ['nginx SSE', '/sveltekit/realtime/proxy/', 'nginx'],
	'keep SSE open after a minute': ['SSE 60秒で切れる', '/symptoms/', 'cut'],
	'free a port that is in use': ['EADDRINUSE', '/symptoms/', 'eaddrinuse'],
	'authenticate a WebSocket': ['WebSocket 認証', '/sveltekit/realtime/authentication/', 'tickets'],
	'write the smallest SSE endpoint': ['最小のSSE', guide, 'sse-minimal'],
	'stream tokens of an AI': [
		'トークン ストリーミング',
		'/sveltekit/realtime/ai-streaming/',
		'server'
	],
	'test an SSE endpoint': ['SSE テスト', '/sveltekit/realtime/testing/', 'sample']
};

for (const [task, [query, path, id]] of Object.entries(tasks)) {
	test(`a reader who searches for "${query}" finds code to ${task}`, async ({ page }) => {
		await open(page, '/');
		await page.keyboard.press('/');
		await page.getByRole('textbox', { name: ja.search.label }).fill(query);
		const results = page.getByRole('dialog').getByRole('listitem').getByRole('link');
		const firstThree = () =>
			results.evaluateAll((all) => all.slice(0, 3).map((link) => link.getAttribute('href')));
		await expect.poll(firstThree).toContain(`${path}#${id}`);
		await results.and(page.locator(`[href="${path}#${id}"]`)).click();
		const heading = page.locator(`#${id}`);
		await expect(heading).toBeInViewport();
		// The first code after the heading is in its section, or in one of its subsections.
		const copy = page.locator(`#${id} ~ * .copy, #${id} ~ .copy`).first();
		await expect(copy).toBeAttached();
		const section = await copy.evaluate((button, id) => {
			const level = document.getElementById(id)?.tagName ?? '';
			const isBefore = (heading: Element) =>
				(heading.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
			return [...document.querySelectorAll('main :is(h2, h3)')].findLast(
				(heading) => isBefore(heading) && heading.tagName <= level
			)?.id;
		}, id);
		expect(section).toBe(id);
	});
}

test('a reader who asks for Vercel finds what its functions can do', async ({ page }) => {
	await open(page, '/');
	await page.keyboard.press('/');
	await page.getByRole('textbox', { name: ja.search.label }).fill('Vercel WebSocket');
	const results = page.getByRole('dialog').getByRole('listitem').getByRole('link');
	const link = results.and(page.locator('[href="/sveltekit/deployment/platforms/#functions"]'));
	await link.click();
	await expect(page.locator('#functions')).toBeInViewport();
});
