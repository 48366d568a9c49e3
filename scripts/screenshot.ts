/** `npm run screenshot` takes the picture in README of the built site with a running demonstration. */
import { chromium } from 'playwright';
import { startHost } from '../tests/lib/host.ts';
import { chromiumFlags, ensureChromium } from './lib/chromium.ts';

const file = 'static/screenshot.png';

const found = ensureChromium();
if (found.path === null) throw new Error(found.reason);
const host = await startHost('production');
const browser = await chromium.launch({ executablePath: found.path, args: chromiumFlags });
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
} finally {
	await browser.close();
	await host.stop();
}
