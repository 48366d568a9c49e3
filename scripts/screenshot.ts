/** `npm run screenshot` takes pictures of the built site in use, for README and the home page. */
import { startHost } from '../tests/lib/host.ts';
import { launchChromium } from './lib/chromium.ts';
import { takeInstrumentPictures } from './lib/instrument-pictures.ts';

const file = 'static/screenshot.png';

const browser = await launchChromium();
const host = await startHost('production');
try {
	const page = await browser.newPage({
		viewport: { width: 1280, height: 880 },
		locale: 'ja-JP',
		timezoneId: 'Asia/Tokyo'
	});
	await page.goto(`${host.url}/sveltekit/server/websocket-sse/`);
	const demo = page.locator('#demo-sse');
	await demo.scrollIntoViewIfNeeded();
	await demo.locator('time').nth(8).waitFor();
	await demo.evaluate((element) => element.scrollIntoView({ block: 'end' }));
	await page.screenshot({ path: file });
	console.log(`${file} taken`);
	for (const scheme of ['light', 'dark'] as const) {
		for (const taken of await takeInstrumentPictures(page, host.url, scheme)) {
			console.log(`${taken} taken`);
		}
	}
} finally {
	await browser.close();
	await host.stop();
}
