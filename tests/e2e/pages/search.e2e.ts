import type { Page } from 'playwright/test';
import { ja } from '../../../src/lib/ui/ja.ts';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { open } from '../lib/open.ts';
import { guide, pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { noProblems, watch } from '../lib/watch.ts';

const dialogOf = (page: Page) => page.getByRole('dialog', { name: ja.search.label });
const fieldOf = (page: Page) => dialogOf(page).getByRole('textbox', { name: ja.search.label });
const hitsOf = (page: Page) => dialogOf(page).getByRole('listitem').getByRole('link');

async function search(page: Page, query: string): Promise<void> {
	await page.getByRole('button', { name: ja.search.open, exact: true }).click();
	await fieldOf(page).fill(query);
	await expect(hitsOf(page).first()).toBeVisible();
}

const firstSteps = '/sveltekit/realtime/first-steps/';

/** Typical queries, and the pages or sections that should come first, in order. */
const expected: readonly (readonly [query: string, ...hits: RegExp[]])[] = [
	['接続', /^\/sveltekit\/realtime\/reconnection\/#why$/],
	['再接続', /^\/sveltekit\/realtime\/reconnection\/$/],
	['バックプレッシャー', /^\/sveltekit\/realtime\/backpressure\/$/],
	['レート制限', /^\/sveltekit\/realtime\/rate-limits\/$/],
	['SSE', ...['sse-how', 'sse'].map(inGuide), RegExp(`^${firstSteps}#sse$`)],
	[
		'WebSocket',
		...['websocket-how', 'websocket'].map(inGuide),
		// The first steps or the chat, which are about it equally.
		RegExp(`^(${firstSteps}#websocket|/examples/websocket/)$`)
	],
	['Last-Event-ID', inGuide('sse-server')],
	['EADDRINUSE', /^\/symptoms\/#eaddrinuse$/],
	['WebSocket 認証', /^\/sveltekit\/realtime\/authentication\//]
];

function inGuide(id: string): RegExp {
	return RegExp(`^${guide}#${id}$`);
}

test('typical queries have the expected first results', async ({ page, baseURL }) => {
	const problems = watch(page, baseURL ?? '');
	await open(page, '/');
	await search(page, 'SvelteKit');
	for (const [query, ...hits] of expected) {
		await fieldOf(page).fill(query);
		for (const [n, hit] of hits.entries()) {
			await expect(hitsOf(page).nth(n), query).toHaveAttribute('href', hit);
		}
		await expect(dialogOf(page).locator('mark').first()).toBeVisible();
	}
	expect(problems).toEqual(noProblems);
});

test('search can be used with the keyboard alone, and closing it restores the focus', async ({
	page
}) => {
	await open(page, guide);
	const button = page.getByRole('button', { name: ja.search.open, exact: true });
	await button.focus();
	await page.keyboard.press('/');
	await expect(fieldOf(page)).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(dialogOf(page)).toBeHidden();
	await expect(button).toBeFocused();

	await page.keyboard.press('Control+k');
	await page.keyboard.type('EADDRINUSE');
	await expect(hitsOf(page).first()).toBeVisible();
	await page.keyboard.press('ArrowDown');
	await expect(hitsOf(page).first()).toBeFocused();
	await page.keyboard.press('ArrowDown');
	await expect(hitsOf(page).nth(1)).toBeFocused();
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('ArrowUp');
	await expect(fieldOf(page)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/symptoms\/#eaddrinuse$/);
	await expect(page.locator('#eaddrinuse')).toBeInViewport();
});

test('every result links to an existing page or heading, and a click on one closes the dialog', async ({
	page
}) => {
	await open(page, guide);
	await search(page, 'WebSocket');
	const hrefs = await hitsOf(page).evaluateAll((all) =>
		all.map((link) => link.getAttribute('href') ?? '')
	);
	expect(hrefs.length).toBeGreaterThan(10);
	for (const [path = '', id] of hrefs.map((href) => href.split('#'))) {
		expect(pages()).toContain(path);
		const html = await (await page.request.get(path)).text();
		if (id !== undefined) expect(html).toContain(` id="${id}"`);
	}
	const own = hitsOf(page)
		.filter({ has: page.locator('mark') })
		.first();
	await own.click();
	await expect(dialogOf(page)).toBeHidden();
});

test('a search without results suggests similar headings, or pages for further search', async ({
	page
}) => {
	await open(page, '/');
	await search(page, 'SSE');
	await fieldOf(page).fill('指数バッグオブとジッダ');
	const dialog = dialogOf(page);
	await expect(dialog.getByRole('heading', { name: ja.search.nearest })).toBeVisible();
	await expect(hitsOf(page).first()).toHaveAttribute('href', /reconnection\/#backoff$/);
	await fieldOf(page).fill('ぬるぽ');
	await expect(dialog.getByRole('heading', { name: ja.search.nearest })).toBeHidden();
	await expect(dialog.getByRole('link')).toHaveCount(2);
	for (const path of ['/symptoms/', '/glossary/']) {
		await expect(dialog.locator(`a[href="${path}"]`)).toBeVisible();
	}
	await expect(dialog.getByRole('status')).toHaveText(
		ja.search.nothing.replace('{query}', 'ぬるぽ')
	);
});

test('search loads nothing before it is opened, and does not store queries', async ({ page }) => {
	const requests: string[] = [];
	page.on('request', (request) => requests.push(new URL(request.url()).pathname));
	await open(page, guide);
	await page.waitForLoadState('networkidle');
	expect(requests.filter((path) => path.startsWith('/search/'))).toEqual([]);
	await search(page, '再接続');
	expect(requests.filter((path) => path.startsWith('/search/'))).toEqual(['/search/ja.json']);
	const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
	expect(stored).not.toContain('再接続');
});

test('search reports that its index cannot be loaded, and works once the connection is back', async ({
	page
}) => {
	await open(page, '/');
	await page.route('**/search/*.json', (route) => route.abort());
	const button = page.getByRole('button', { name: ja.search.open, exact: true });
	await button.click();
	await expect(dialogOf(page).getByRole('status')).toHaveText(ja.search.failed);
	await page.keyboard.press('Escape');
	await page.unroute('**/search/*.json');
	await search(page, 'SSE');
});

test('a slash typed into a field is text, and Enter before the index has loaded stays on the page', async ({
	page
}) => {
	await open(page, '/');
	await page.route('**/search/*.json', () => undefined);
	await page.keyboard.press('/');
	await page.keyboard.type('a/b');
	await expect(fieldOf(page)).toHaveValue('a/b');
	await page.keyboard.press('Enter');
	await expect(dialogOf(page)).toBeVisible();
	await expect(page).toHaveURL(/\/$/);
});

for (const [device, viewport] of [
	['a desktop', { width: 1440, height: 900 }],
	['a phone', { width: 390, height: 844 }]
] as const) {
	test(`the open dialog has no violations in axe-core and fits on ${device}`, async ({ page }) => {
		await page.setViewportSize(viewport);
		await page.emulateMedia({ reducedMotion: 'reduce' });
		await open(page, '/');
		await search(page, '再接続');
		expect(await violationsInBothColorSchemes(page, '#search')).toEqual([]);
		const box = await dialogOf(page).boundingBox();
		expect(box?.x).toBeGreaterThanOrEqual(0);
		expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
		expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
		await fieldOf(page).fill('ぬるぽ');
		await expect(dialogOf(page).getByRole('heading')).toBeVisible();
		expect(await violationsInBothColorSchemes(page, '#search')).toEqual([]);
	});
}

test.describe('without script', () => {
	test.use({ javaScriptEnabled: false });
	test('there are no buttons that need script', async ({ page }) => {
		await page.goto(guide);
		await expect(page.locator('#open-search')).toBeHidden();
		await expect(page.locator('.copy-page')).toBeHidden();
		await expect(page.locator('#search')).toBeHidden();
	});
});
