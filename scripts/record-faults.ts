/**
 * `npx tsx scripts/record-faults.ts http://localhost:5173` runs the laboratory of faults on a running site, once per
 * transport, and saves the runs that the page shows before a reader starts one.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { text } from '../src/lib/labs/faults/text.ts';
import { launchChromium } from './lib/chromium.ts';
import { writeJson } from './lib/write-json.ts';

const file = fileURLToPath(new URL('../src/lib/labs/faults/recorded.json', import.meta.url));
const seed = 7;
/** A run of sixty messages takes half a minute. */
const timeoutMs = 120_000;

const [site = 'http://localhost:5173'] = process.argv.slice(2);
const browser = await launchChromium();
const runs: Record<string, unknown> = {};
for (const transport of Object.keys(text.transports)) {
	const page = await browser.newPage();
	await page.goto(`${site}/labs/faults/?seed=${seed}&transport=${transport}`, {
		timeout: timeoutMs
	});
	const lab = page.locator('#demo-faults');
	await lab.getByRole('button', { name: text.startScript }).click({ timeout: timeoutMs });
	await lab.getByText(text.phases.finished).waitFor({ timeout: timeoutMs });
	const downloading = page.waitForEvent('download');
	await lab.getByRole('button', { name: text.save }).click();
	const path = await (await downloading).path();
	const { naive, robust } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
	runs[transport] = { naive, robust };
	console.log(`recorded ${transport}`);
	await page.close();
}
await browser.close();
await writeJson(file, { day: new Date().toISOString().slice(0, 10), seed, runs });
