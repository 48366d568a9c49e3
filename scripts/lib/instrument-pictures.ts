import { mkdirSync, writeFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright';
import { buttonText } from '../../src/lib/labs/live-diagram/button-text.ja.ts';
import { text as diagramText } from '../../src/lib/labs/live-diagram/text.ja.ts';
import signals from '../../src/lib/labs/live-diagram/signals.json' with { type: 'json' };

/** Where the home page and README find the pictures: `<name>-light.webp` and `<name>-dark.webp`. */
const folder = 'static/instruments';
const viewport = { width: 1440, height: 1000 };
/** The size of all pictures, which stand side by side, in px. */
const size = { width: 960, height: 640 };
const quality = 82;
/** The space around an instrument, in px. */
const margin = 16;

/** Opens the page of an instrument and uses it; resolves with the element at the top of the picture. */
const scenes: Record<string, (page: Page, url: string) => Promise<Locator>> = {
	async wire(page, url) {
		await page.goto(`${url}/labs/wire/`);
		const timeline = page.locator('#demo-wire ol').first();
		await timeline.getByRole('button').filter({ hasText: '"message"' }).last().click();
		return timeline;
	},
	async diagram(page, url) {
		await page.goto(`${url}/sveltekit/server/websocket-sse/`);
		const figure = page.locator(`figure.diagram[data-signals="${signals.sse.join(' ')}"]`);
		const player = figure.locator('xpath=following-sibling::*[1]');
		await player.getByRole('button', { name: buttonText.play }).click();
		await player.getByRole('button', { name: diagramText.cut }).click();
		await figure.locator('.lit').nth(8).waitFor();
		// Its player stays at the bottom of the viewport, below the part of the diagram that the picture shows.
		await figure.evaluate((element) => element.scrollIntoView());
		return figure;
	},
	async faults(page, url) {
		await page.goto(`${url}/labs/faults/`);
		// The page shows a recorded run first.
		const verdict = page.locator('#demo-faults [data-verdict="whole"]');
		await verdict.waitFor();
		return page.locator('#demo-faults .panes >> nth=0');
	}
};

/** Takes the pictures of all instruments in one color scheme. */
export async function takeInstrumentPictures(
	page: Page,
	url: string,
	scheme: 'light' | 'dark'
): Promise<string[]> {
	mkdirSync(folder, { recursive: true });
	await page.setViewportSize(viewport);
	await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
	const session = await page.context().newCDPSession(page);
	const files: string[] = [];
	for (const [name, prepare] of Object.entries(scenes)) {
		const top = await prepare(page, url);
		const box = await top.boundingBox();
		if (box === null) throw new Error(`${name} is not visible`);
		const width = box.width + 2 * margin;
		// Playwright itself writes no WebP.
		const { data } = await session.send('Page.captureScreenshot', {
			format: 'webp',
			quality,
			captureBeyondViewport: true,
			clip: {
				x: box.x - margin,
				y: box.y - margin + Number(await page.evaluate('scrollY')),
				width,
				height: (width * size.height) / size.width,
				scale: size.width / width
			}
		});
		const file = `${folder}/${name}-${scheme}.webp`;
		writeFileSync(file, Buffer.from(data, 'base64'));
		files.push(file);
	}
	return files;
}
