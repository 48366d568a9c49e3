/**
 * `npm run bench:build`: how long a build takes in a copy of the project (without any cache, with nothing changed,
 * after an edited sentence, and with many more pages), and how soon an edit is visible in development. `--pages 20`
 * sets the number of added pages.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { spreadOf, type Spread } from '../lib/spread.ts';
import { printVerdicts, type Verdict } from '../lib/targets.ts';
import { addPages, copyProject, editSentence } from './copy.ts';
import { measureEdits } from './edits.ts';
import { measure } from './measure.ts';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '200' } } });
const pages = Number(values.pages);
if (!Number.isInteger(pages) || pages < 0)
	throw new Error('--pages must be an integer of at least 0');

const verdicts: Verdict[] = [];
const root = copyProject();
try {
	await build('a build without caches', 20);
	await build('a build in which nothing has changed', 5);
	editSentence(root, 'この文を書き足しました。');
	await build('a build after an edited sentence', 5);
	await edits();
	if (pages > 0) {
		addPages(root, pages);
		await build(`a build with ${pages} new pages`, 60);
	}
} finally {
	rmSync(root, { recursive: true, force: true });
}
printVerdicts(verdicts);

async function build(what: string, maxSeconds: number): Promise<void> {
	process.stderr.write(`${what} …\n`);
	const { seconds, peakMemoryMiB } = await measure(root, 'node_modules/vite/bin/vite.js', 'build');
	const memory =
		peakMemoryMiB === null ? '' : `, ${Math.round(peakMemoryMiB)} MiB of memory at its peak`;
	console.log(`${what}: ${seconds.toFixed(1)} s${memory}`);
	addVerdict(what, maxSeconds, spreadOf([seconds]));
}

async function edits(): Promise<void> {
	process.stderr.write('edits in development …\n');
	const { sentence, diagram } = await measureEdits(root);
	addVerdict('time until an edited sentence is visible', 0.3, sentence);
	addVerdict('time until an edited diagram is visible', 0.9, diagram);
}

function addVerdict(what: string, maxSeconds: number, got: Spread): void {
	verdicts.push({ what, unit: 's', target: { atMost: maxSeconds }, got });
}
