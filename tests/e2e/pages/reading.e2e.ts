import type { Page } from 'playwright/test';
import { words } from '../../../src/lib/ui/reading/words.ts';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { elementsIn } from '../lib/html.ts';
import { open } from '../lib/open.ts';
import { guide, pages } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

const text = words('ja');
const current = (page: Page) => page.locator('#toc a[aria-current=location]');
const offerOf = (page: Page) => page.getByRole('region', { name: text.label });

/** Scrolls to the guide's second-level heading with index `at`. Returns its text in the table of contents. */
async function readTo(page: Page, at: number): Promise<string> {
	const heading = page.locator('main h2[id]').nth(at);
	await heading.evaluate((element) => element.scrollIntoView());
	const id = (await heading.getAttribute('id')) ?? '';
	await expect(current(page)).toHaveAttribute('href', `#${id}`);
	return (await current(page).textContent()) ?? '';
}

/** The positions of the headings in the window, in px. Two results are equal if the same part of the page is shown. */
const place = (page: Page) =>
	page
		.locator('main h2[id]')
		.evaluateAll((all) => all.map((heading) => Math.round(heading.getBoundingClientRect().top)));

for (const [name, width] of [
	['a desktop', 1440],
	['a phone', 390]
] as const) {
	test(`on ${name} reloading, and leaving and returning, keep the scroll position, even if demonstrations load late`, async ({
		page
	}) => {
		await page.setViewportSize({ width, height: 800 });
		await open(page, guide);
		// On a slow connection scripts arrive after the page, in any order.
		let release: () => void = () => undefined;
		let held = Promise.resolve();
		await page.route('**/_app/immutable/chunks/**', async (route) => {
			await held;
			await route.continue();
		});
		const hold = () => (held = new Promise((resolve) => (release = resolve)));
		const demo = page.locator('section.demo').nth(3);
		await demo.evaluate((element) => element.scrollIntoView({ block: 'end' }));
		await expect(demo.getByRole('button').first()).toBeVisible();
		const before = await place(page);

		void hold();
		await page.reload({ waitUntil: 'commit' });
		await expect(page.getByRole('contentinfo')).toBeAttached();
		release();
		await expect(demo.getByRole('button').first()).toBeVisible();
		await expect.poll(() => place(page)).toEqual(before);

		await page.goto('/glossary/');
		void hold();
		await page.goBack({ waitUntil: 'commit' });
		await expect(page.getByRole('contentinfo')).toBeAttached();
		release();
		await expect(demo.getByRole('button').first()).toBeVisible();
		await expect.poll(() => place(page)).toEqual(before);
	});
}

test('a reader who returns to a long page is offered a link to the last position, and nothing scrolls before it is followed', async ({
	page
}) => {
	await open(page, guide);
	const heading = await readTo(page, 4);
	await open(page, '/glossary/');
	await expect(offerOf(page)).toHaveCount(0);

	await open(page, guide);
	const offer = offerOf(page);
	await expect(offer).toContainText(heading);
	expect(await page.evaluate(() => scrollY)).toBe(0);
	await page.emulateMedia({ reducedMotion: 'reduce' });
	expect(await violationsInBothColorSchemes(page, 'main > .resume')).toEqual([]);
	await offer.getByRole('link').click();
	await expect(current(page)).toHaveText(heading);
	await expect(offer).toHaveCount(0);
});

test('the offer disappears when it is dismissed, and when the reader scrolls on', async ({
	page
}) => {
	await open(page, guide);
	await readTo(page, 4);
	await open(page, '/glossary/');
	await open(page, guide);
	await offerOf(page).getByRole('button', { name: text.dismiss }).click();
	await expect(offerOf(page)).toHaveCount(0);

	await open(page, '/glossary/');
	await open(page, guide);
	await expect(offerOf(page)).toBeVisible();
	await page.evaluate(() => scrollTo(0, 2 * innerHeight));
	await expect(offerOf(page)).toHaveCount(0);
});

test('nothing is offered after a reload, at a URL with a fragment, or to a reader who has finished', async ({
	page
}) => {
	await open(page, guide);
	await readTo(page, 4);
	await page.reload();
	await expect(current(page)).toHaveCount(1);
	await expect(offerOf(page)).toHaveCount(0);

	await open(page, '/glossary/');
	const [, second = ''] = await page
		.goto(guide)
		.then(() => page.locator('main h2[id]').evaluateAll((all) => all.map(({ id }) => id)));
	await open(page, '/glossary/');
	await open(page, `${guide}#${second}`);
	await expect(current(page)).toHaveCount(1);
	await expect(offerOf(page)).toHaveCount(0);

	await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
	await expect(page.locator('#toc li:last-child > a[aria-current=location]')).not.toHaveCount(0);
	await open(page, '/glossary/');
	const kept = await page.evaluate(() => Object.values<string>(localStorage));
	expect(kept.filter((value) => value.startsWith('#'))).toEqual([]);
	await open(page, guide);
	await expect(offerOf(page)).toHaveCount(0);
});

test('every heading on every page has a link to itself', async ({ page }) => {
	const heading = 'main article :is(h2, h3, h4):not(.demo *)';
	for (const path of pages()) {
		const headings = await elementsIn(page, path, heading);
		const links = await elementsIn(page, path, `${heading} > a.anchor`);
		expect(
			links.map(({ attributes }) => attributes['href']),
			path
		).toEqual(headings.map(({ attributes }) => `#${attributes['id'] ?? ''}`));
	}
});

test('the link beside a heading scrolls to it and sets the fragment of the URL', async ({
	page
}) => {
	await open(page, guide);
	const heading = page.locator('main h2[id]').nth(2);
	await heading.hover();
	await heading.locator('a.anchor').click();
	await expect(page).toHaveURL(new RegExp(`#${(await heading.getAttribute('id')) ?? ''}$`));
	await expect(heading).toBeInViewport({ ratio: 1 });
});
