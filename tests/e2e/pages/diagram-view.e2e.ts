import type { Locator, Page } from 'playwright/test';
import { labels } from '../../../src/markdown/labels.ts';
import { words } from '../../../src/lib/ui/diagram-view/words.ts';
import { violationsInBothColorSchemes } from '../lib/accessibility.ts';
import { open } from '../lib/open.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';

const text = words('ja');
const { enlarge } = labels.ja;

/** The widest diagram of the guide: a sequence diagram. */
const figureOf = (page: Page) => page.locator('main figure.diagram').nth(1);
const viewOf = (page: Page) => page.locator('dialog.diagram-view');

async function openView(page: Page): Promise<Locator> {
	await figureOf(page).getByRole('button', { name: enlarge }).click();
	const view = viewOf(page);
	await expect(view.locator('output')).toHaveText(/\d+%/);
	return view;
}

const scaleOf = async (view: Locator) =>
	Number.parseInt((await view.locator('output').textContent()) ?? '', 10);

/** The drawing's box and that of the frame around it. */
async function boxes(view: Locator) {
	const drawing = await view.locator('svg').boundingBox();
	const frame = await view.locator('.diagram-view-frame').boundingBox();
	if (!drawing || !frame) throw new Error('the view is not shown');
	return { drawing, frame };
}

test('a diagram opens over the whole window by its button and by Enter, and Escape returns to where the reader was', async ({
	page
}) => {
	await open(page, guide);
	const figure = figureOf(page);
	const button = figure.getByRole('button', { name: enlarge });
	const view = await openView(page);
	const title = (await figure.locator('figcaption').textContent()) ?? '';
	await expect(page.getByRole('dialog', { name: title })).toBeVisible();
	await expect(view.locator('svg')).toHaveAccessibleName(title);
	const size = page.viewportSize();
	expect(await view.boundingBox()).toMatchObject({ x: 0, y: 0, ...size });
	await page.keyboard.press('Escape');
	await expect(view).toHaveCount(0);
	await expect(button).toBeFocused();

	const scrolled = figure.locator('.scroll');
	await scrolled.focus();
	await page.keyboard.press('Enter');
	await expect(view).toBeVisible();
	await view.getByRole('button', { name: text.close }).click();
	await expect(view).toHaveCount(0);
	await expect(scrolled).toBeFocused();
});

test('the keys +, − and 0 zoom, and arrow keys pan', async ({ page }) => {
	await page.setViewportSize({ width: 600, height: 500 });
	await open(page, guide);
	const view = await openView(page);
	const first = await scaleOf(view);
	expect(first).toBeGreaterThanOrEqual(100);
	await page.keyboard.press('+');
	await expect.poll(() => scaleOf(view)).toBeGreaterThan(first);
	await page.keyboard.press('-');
	await expect.poll(() => scaleOf(view)).toBe(first);

	const before = (await boxes(view)).drawing;
	await page.keyboard.press('ArrowRight');
	await expect.poll(async () => (await boxes(view)).drawing.x).toBeLessThan(before.x);
	await page.keyboard.press('ArrowDown');
	await expect.poll(async () => (await boxes(view)).drawing.y).toBeLessThan(before.y);

	await page.keyboard.press('0');
	await expect.poll(() => scaleOf(view)).toBeLessThan(100);
	const { drawing, frame } = await boxes(view);
	expect(drawing.x).toBeGreaterThanOrEqual(frame.x);
	expect(drawing.y).toBeGreaterThanOrEqual(frame.y);
	expect(drawing.x + drawing.width).toBeLessThanOrEqual(frame.x + frame.width);
	expect(drawing.y + drawing.height).toBeLessThanOrEqual(frame.y + frame.height);
});

test('the wheel zooms around the pointer, and dragging pans', async ({ page }) => {
	await page.setViewportSize({ width: 600, height: 500 });
	await open(page, guide);
	const view = await openView(page);
	const scale = await scaleOf(view);
	const { frame } = await boxes(view);
	const point = { x: frame.x + 200, y: frame.y + 150 };
	/** Which part of the drawing is at the pointer: 0 to 1 of its width and height. */
	const part = async () => {
		const { drawing } = await boxes(view);
		return [(point.x - drawing.x) / drawing.width, (point.y - drawing.y) / drawing.height] as const;
	};
	await page.mouse.move(point.x, point.y);
	// Drag away from the edges, where the frame cannot scroll far enough to keep the point under the pointer.
	await page.mouse.down();
	await page.mouse.move(point.x - 100, point.y - 80);
	await page.mouse.up();
	await page.mouse.move(point.x, point.y);
	const [x, y] = await part();
	await page.mouse.wheel(0, -100);
	await expect.poll(() => scaleOf(view)).toBeGreaterThan(scale);
	const [newX, newY] = await part();
	expect(newX).toBeCloseTo(x, 1);
	expect(newY).toBeCloseTo(y, 1);

	const { drawing } = await boxes(view);
	await page.mouse.down();
	await page.mouse.move(point.x - 60, point.y - 40);
	await page.mouse.up();
	await expect.poll(async () => (await boxes(view)).drawing.x).toBeCloseTo(drawing.x - 60, 0);
	expect((await boxes(view)).drawing.y).toBeCloseTo(drawing.y - 40, 0);
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 800 }, hasTouch: true });

	test('a diagram wider than the screen has its button below, easy to touch', async ({ page }) => {
		await open(page, guide);
		const figure = figureOf(page);
		const button = await figure.getByRole('button', { name: enlarge }).boundingBox();
		const drawing = await figure.locator('.scroll').boundingBox();
		if (!button || !drawing) throw new Error('the diagram is not shown');
		expect(button.width).toBeGreaterThanOrEqual(40);
		expect(button.height).toBeGreaterThanOrEqual(40);
		expect(button.y).toBeGreaterThanOrEqual(drawing.y + drawing.height);
	});

	test('pinching with two fingers zooms', async ({ page }) => {
		await open(page, guide);
		const view = await openView(page);
		const before = await scaleOf(view);
		const { frame } = await boxes(view);
		const at = (spread: number) =>
			[-spread, spread].map((dx, id) => ({ x: 195 + dx, y: frame.y + 200, id }));
		const session = await page.context().newCDPSession(page);
		const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', spread?: number) =>
			session.send('Input.dispatchTouchEvent', {
				type,
				touchPoints: spread === undefined ? [] : at(spread)
			});
		await touch('touchStart', 40);
		await touch('touchMove', 60);
		await touch('touchMove', 80);
		await touch('touchEnd');
		await expect.poll(() => scaleOf(view)).toBeGreaterThan(before * 1.8);
		expect(await scaleOf(view)).toBeLessThan(before * 2.2);
	});
});

test('the view has no violations in axe-core, and its script is loaded only when it opens', async ({
	page
}) => {
	const scripts: string[] = [];
	page.on('request', (request) => {
		if (request.resourceType() === 'script') scripts.push(request.url());
	});
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await open(page, guide);
	await page.waitForLoadState('networkidle');
	const before = scripts.length;
	await openView(page);
	expect(scripts.length).toBeGreaterThan(before);
	expect(await violationsInBothColorSchemes(page, '.diagram-view')).toEqual([]);
});
