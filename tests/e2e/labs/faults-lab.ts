import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import type { RunEvent } from '../../../src/lib/labs/faults/summary.ts';
import { text } from '../../../src/lib/labs/faults/text.ts';
import { numberIn } from '../demos/demo.ts';

/** The longest that a run may take in a test; a run sends a message every 0.4 seconds. */
export const runMs = 90_000;

export const pane = (lab: Locator, kind: keyof typeof text.kinds) =>
	lab.getByRole('group', { name: text.kinds[kind] });

/** The page's count of the messages that a client has lost. */
export const lostOf = (lab: Locator, kind: keyof typeof text.kinds) =>
	numberIn(pane(lab, kind), text.counts.lost);

/** The saved result of the run that the page shows. */
export async function savedRun(page: Page, lab: Locator) {
	const downloading = page.waitForEvent('download');
	await lab.getByRole('button', { name: text.save }).click();
	const path = await (await downloading).path();
	return JSON.parse(readFileSync(path, 'utf8')) as {
		seed: number | null;
		naive: RunEvent[];
		robust: RunEvent[];
	};
}
