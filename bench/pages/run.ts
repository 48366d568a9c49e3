/**
 * `npm run bench:pages`: how fast pages of the built site appear on a slow phone, as ratios to a bare copy
 * of the same page in the same run: its HTML and inline styles without any script. bench/README.md has results.
 */
import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright';
import { chromiumFlags, ensureChromium } from '../../scripts/lib/chromium.ts';
import { startHost } from '../../tests/lib/host.ts';
import { bareCopy, serveHtml } from './bare.ts';
import { figures, type Figure, type Visit } from './figures.ts';
import { visit } from './visit.ts';

const { values } = parseArgs({
	options: {
		page: { type: 'string', multiple: true, default: ['/', '/sveltekit/server/websocket-sse/'] },
		rounds: { type: 'string', default: '5' }
	}
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds must be a positive integer');

const found = ensureChromium();
if (found.path === null) throw new Error(found.reason);
const host = await startHost('production');
const browser = await chromium.launch({ executablePath: found.path, args: chromiumFlags });
try {
	for (const page of values.page) await compare(page, browser);
} finally {
	await browser.close();
	await host.stop();
}

async function compare(path: string, browser: Browser): Promise<void> {
	const response = await fetch(host.url + path);
	if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
	const bare = await serveHtml(bareCopy(await response.text()));
	const visits: { site: Visit[]; bare: Visit[] } = { site: [], bare: [] };
	try {
		// One after the other in each round, so that both meet the same state of the machine.
		for (let round = 1; round <= rounds; round++) {
			process.stderr.write(`${path} ${round}/${rounds}\n`);
			visits.site.push(await visit(browser, host.url + path));
			visits.bare.push(await visit(browser, bare.url));
		}
	} finally {
		await bare.close();
	}
	console.log(`\n${path}, median of ${rounds}`);
	console.table(Object.fromEntries(figures.map((figure) => [figure.name, row(figure, visits)])));
}

function row({ of, max, isRatio }: Figure, visits: { site: Visit[]; bare: Visit[] }) {
	const site = median(visits.site.map(of));
	const bare = median(visits.bare.map(of));
	const judged = isRatio ? site / bare : site;
	return {
		site: round(site),
		bare: round(bare),
		...(isRatio && { ratio: round(judged) }),
		...(max !== undefined && { wanted: `≤ ${max}`, met: judged <= max ? 'yes' : 'NO' })
	};
}

function median(numbers: number[]): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
	return Number(value.toPrecision(3));
}
