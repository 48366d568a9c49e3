/**
 * `npm run bench:pages`: how fast pages of the built site appear on a slow phone, compared with a bare copy of
 * the same page (its HTML and inline styles without any script) in the same run; and how fast the arrows of a diagram
 * follow the messages of the reader's connection. bench/README.md has results.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { startHost } from '../../tests/lib/host.ts';
import { spreadOf } from '../lib/spread.ts';
import { lightArrows } from './arrows.ts';
import { bareCopy, serveHtml } from './bare.ts';
import { figures, type Figure, type Visit } from './figures.ts';
import { visit } from './visit.ts';

const parts = ['paint', 'arrows'] as const;
/** The target for the 95th percentile of the time from a message's arrival to its arrow, in ms. */
const maxArrowMs = 100;
/** Factors by which the processor is slowed down: not at all, and to the speed of a phone. */
const slowdowns = [1, 4];

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		page: { type: 'string', multiple: true, default: ['/', '/sveltekit/server/websocket-sse/'] },
		rounds: { type: 'string', default: '5' }
	}
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds must be a positive integer');

const chosen = positionals.length > 0 ? positionals : parts;
const unknown = positionals.find((name) => !parts.some((part) => part === name));
if (unknown !== undefined) throw new Error(`unknown part "${unknown}"`);

const browser = await launchChromium();
const host = await startHost('production', { RATE_LIMIT_MESSAGES: '0' });
try {
	if (chosen.includes('paint')) for (const page of values.page) await compare(page, browser);
	if (chosen.includes('arrows')) await measureArrows(browser);
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
		// Each round visits both, so that they meet the same state of the machine.
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

async function measureArrows(browser: Browser): Promise<void> {
	const rows: Record<string, object> = {};
	for (const slowdown of slowdowns) {
		process.stderr.write(`arrows, processor ${slowdown} × slower\n`);
		const delays = await lightArrows(browser, host.url, slowdown);
		const p95 = quantile(delays, 0.95);
		rows[slowdown === 1 ? 'this machine' : `${slowdown} × slower`] = {
			messages: delays.length,
			p50: quantile(delays, 0.5),
			p95,
			most: quantile(delays, 1),
			...(slowdown === 1 && {
				wanted: `p95 ≤ ${maxArrowMs}`,
				met: p95 <= maxArrowMs ? 'yes' : 'NO'
			})
		};
	}
	console.log("\nFrom a message's arrival to the frame with its arrow, ms");
	console.table(rows);
}

function row({ of, max, isRatio }: Figure, visits: { site: Visit[]; bare: Visit[] }) {
	const site = spreadOf(visits.site.map(of)).median;
	const bare = spreadOf(visits.bare.map(of)).median;
	const compared = isRatio ? site / bare : site;
	return {
		site: round(site),
		bare: round(bare),
		...(isRatio && { ratio: round(compared) }),
		...(max !== undefined && { wanted: `≤ ${max}`, met: compared <= max ? 'yes' : 'NO' })
	};
}

function quantile(numbers: number[], share: number): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	return round(sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN);
}

function round(value: number): number {
	return Number(value.toPrecision(3));
}
