import { ja } from '../../../src/lib/ui/ja.ts';
import { elementsIn, type StaticElement } from '../lib/html.ts';
import { open } from '../lib/open.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

/** More than the number of focusable elements on the home page. */
const maxStops = 200;

const background = () => getComputedStyle(document.documentElement).backgroundColor;

test('the first Tab reaches the skip link, which leads to the main content', async ({ page }) => {
	await open(page, guide);
	await page.keyboard.press('Tab');
	const skip = page.getByRole('link', { name: ja.skipToContent });
	await expect(skip).toBeFocused();
	await expect(skip).toBeInViewport();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('main')).toBeFocused();
});

test('Tab moves through the page without a trap, and every stop has a visible focus', async ({
	page
}) => {
	await open(page, '/');
	const seen = new Set<string>();
	for (let presses = 0; presses < maxStops; presses++) {
		await page.keyboard.press('Tab');
		const stop = await page.evaluate(() => {
			const at = document.activeElement;
			if (!at || at === document.body) return null;
			const shown = at.closest('label') ?? at;
			const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
			const around = getComputedStyle(shown);
			return {
				name: `${at.tagName} ${at.getAttribute('href') ?? at.id} ${at.textContent.trim()}`,
				visible:
					(outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) ||
					boxShadow !== 'none' ||
					around.outlineStyle !== 'none' ||
					around.boxShadow !== 'none'
			};
		});
		if (stop === null) break;
		expect(stop).toMatchObject({ visible: true });
		seen.add(stop.name);
	}
	expect(seen.size).toBeGreaterThan(5);
	expect(seen.size).toBeLessThan(maxStops - 1);
});

test('the reader’s color scheme applies to the next page from its first paint', async ({
	page
}) => {
	await page.emulateMedia({ colorScheme: 'light' });
	await open(page, '/');
	const light = await page.evaluate(background);
	await page.getByRole('button', { name: ja.theme.label }).click();
	await page.getByText(ja.theme.dark, { exact: true }).click();
	await expect.poll(() => page.evaluate(background)).not.toBe(light);
	const dark = await page.evaluate(background);

	// The site's scripts are blocked: the colors must not depend on them.
	await page.route('**/_app/**/*.js', (route) => route.abort());
	await page.goto(guide, { waitUntil: 'commit' });
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	expect(await page.evaluate(background)).toBe(dark);
});

test('a color scheme that the reader chooses before the script has run is applied', async ({
	page
}) => {
	await page.emulateMedia({ colorScheme: 'light' });
	let release: () => void = () => undefined;
	const released = new Promise<void>((resolve) => (release = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await released;
		await route.continue();
	});
	await page.goto('/', { waitUntil: 'commit' });
	const light = await page.evaluate(background);
	await page.getByRole('button', { name: ja.theme.label }).click();
	await page.getByText(ja.theme.dark, { exact: true }).click();
	release();
	await expect.poll(() => page.evaluate(background)).not.toBe(light);
	await open(page, guide);
	expect(await page.evaluate(background)).not.toBe(light);
});

test('by default the colors follow the device, even while the page is open', async ({ page }) => {
	await page.emulateMedia({ colorScheme: 'light' });
	await open(page, '/');
	const light = await page.evaluate(background);
	await page.emulateMedia({ colorScheme: 'dark' });
	await expect.poll(() => page.evaluate(background)).not.toBe(light);
});

test('an unknown path is answered with 404 and suggestions [http-not-found]', async ({ page }) => {
	const response = await page.goto('/sveltekit/server/websocket-see/');
	expect(response?.status()).toBe(404);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(ja.notFound.title);
	const main = page.getByRole('main');
	await expect(main.getByText('/sveltekit/server/websocket-see/', { exact: true })).toBeVisible();
	const suggestions = page.getByRole('region', { name: ja.notFound.nearest });
	await expect(suggestions.getByRole('link').first()).toHaveAttribute('href', guide);
	await suggestions.getByRole('link').first().click();
	await expect(page).toHaveURL(new RegExp(`${guide}$`));
});

test('a path that resembles no page is answered without suggestions, but with a list of all pages', async ({
	page
}) => {
	const response = await page.goto('/wp-login.php');
	expect(response?.status()).toBe(404);
	await expect(page.getByText('/wp-login.php', { exact: true })).toBeVisible();
	await expect(page.getByRole('region', { name: ja.notFound.nearest })).toBeHidden();
	const all = page.getByRole('navigation', { name: ja.notFound.all });
	await expect(all.locator(`a[href="${guide}"]`)).toBeVisible();
});

test('the table of contents marks the section in view', async ({ page }) => {
	await page.setViewportSize({ width: 1440, height: 900 });
	await open(page, guide);
	const toc = page.getByRole('navigation', { name: ja.toc.label });
	const links = await toc.getByRole('link').all();
	for (const link of [links[2], links.at(-2)]) {
		if (!link) throw new Error('the guide has too few headings');
		await link.click();
		await expect(link).toHaveAttribute('aria-current', 'location');
	}
});

/** Whether another element covers the middle of a heading's first line. */
const isCovered = (heading: HTMLElement | SVGElement) => {
	const { left, top, height } = heading.getBoundingClientRect();
	const above = document.elementFromPoint(left + 4, top + height / 2);
	return !(above && (heading.contains(above) || above.contains(heading)));
};

test('a link to a heading scrolls it into view, below the masthead', async ({ page }) => {
	await open(page, guide);
	const ids = await page
		.locator('main :is(h2, h3)[id]')
		.evaluateAll((all) => all.map(({ id }) => id));
	expect(ids.length).toBeGreaterThan(8);
	for (const id of ids) {
		await page.evaluate((id) => (location.hash = id), id);
		const heading = page.locator(`[id="${id}"]`);
		await expect(heading).toBeInViewport({ ratio: 1 });
		await expect.poll(() => heading.evaluate(isCovered), `#${id} is covered`).toBe(false);
	}
});

test('a link from another page scrolls to its heading, even if content above is laid out late', async ({
	page
}) => {
	await page.goto(guide);
	const ids = await page.locator('main h2[id]').evaluateAll((all) => all.map(({ id }) => id));
	for (const id of [ids[1], ids[Math.floor(ids.length / 2)], ids.at(-1)]) {
		await page.goto('about:blank');
		await open(page, `${guide}#${id}`);
		const heading = page.locator(`[id="${id}"]`);
		await expect(heading).toBeInViewport({ ratio: 1 });
		await expect.poll(() => heading.evaluate(isCovered), `#${id} is covered`).toBe(false);
	}
});

test('on a phone the menu opens, links to pages, and closes with Escape', async ({ page }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await open(page, '/');
	const menu = page.getByRole('navigation', { name: ja.menu.label });
	await expect(menu).toBeHidden();
	await page.getByRole('button', { name: ja.menu.open }).click();
	await expect(menu).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(menu).toBeHidden();

	await page.getByRole('button', { name: ja.menu.open }).click();
	await menu.locator(`a[href="${guide}"]`).click();
	await expect(page).toHaveURL(new RegExp(`${guide}$`));
});

test('the pager leads from the first page to the last, and to no page twice', async ({ page }) => {
	const seen: string[] = [];
	for (let path: string | undefined = '/'; path !== undefined;) {
		expect(seen).not.toContain(path);
		seen.push(path);
		const [next]: StaticElement[] = await elementsIn(page, path, 'a[rel=next]');
		path = next?.attributes['href'];
	}
	expect(seen).toContain(guide);
	expect(seen.length).toBeGreaterThan(4);

	await open(page, '/');
	await page.locator('a[rel=next]').first().click();
	await expect(page).toHaveURL((url) => url.pathname === seen[1]);
});

test('in print the background is white, without navigation or buttons', async ({ page }) => {
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	await page.goto(guide);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	for (const name of [ja.menu.label, ja.toc.label]) {
		await expect(page.getByRole('navigation', { name })).toBeHidden();
	}
	await expect(page.getByRole('button')).toHaveCount(0);
	const paper = /^rgb\(255, 255, 255\)$|^rgba\(0, 0, 0, 0\)$/;
	await expect.poll(() => page.evaluate(background)).toMatch(paper);
});
