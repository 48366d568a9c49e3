/**
 * `npm run cards` draws every missing card and removes unused ones. A card is missing if its page is new, or if
 * the title of the page or the name of a page above it has changed. A unit test fails while a card is missing or
 * unused.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cardsFolder, surveyCards, type Cards } from '../src/markdown/card.ts';
import { readOutlines } from '../src/markdown/pages.ts';
import { openProject } from '../src/markdown/project.ts';
import { cardDrawer } from './lib/card-browser.ts';
import { launchChromium } from './lib/chromium.ts';

const project = openProject(fileURLToPath(new URL('..', import.meta.url)));
const folder = join(project.root, cardsFolder);

async function drawMissing({ wanted, missing }: Cards): Promise<void> {
	const browser = await launchChromium();
	try {
		const draw = await cardDrawer(browser);
		mkdirSync(folder, { recursive: true });
		for (const name of missing) {
			const card = wanted.get(name);
			if (!card) continue;
			writeFileSync(join(folder, name), await draw(card));
			console.log(`drawn    ${cardsFolder}/${name} (${card.title})`);
		}
	} finally {
		await browser.close();
	}
}

try {
	const pages = readOutlines(project).map(({ page }) => page);
	const cards = surveyCards(project, pages);
	if (cards.missing.length > 0) await drawMissing(cards);
	for (const name of cards.unused) {
		rmSync(join(folder, name));
		console.log(`removed  ${cardsFolder}/${name}`);
	}
	console.log(`${String(cards.wanted.size)} cards, ${String(cards.missing.length)} drawn`);
} catch (error) {
	if (!(error instanceof Error)) throw error;
	console.error(`cards: ${error.message}`);
	process.exitCode = 1;
}
