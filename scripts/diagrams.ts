/**
 * `npm run diagrams` draws every Mermaid fence without a drawing and removes unused drawings. `--check`
 * changes nothing and fails if a drawing is missing or unused.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diagramsFolder } from '../src/markdown/diagram.ts';
import { surveyDrawings, type PlacedDiagram } from '../src/markdown/drawings.ts';
import { ContentError } from '../src/markdown/error.ts';
import { openProject } from '../src/markdown/project.ts';
import { launchChromium } from './lib/chromium.ts';
import { diagramDrawer } from './lib/diagram-browser.ts';

const project = openProject(fileURLToPath(new URL('..', import.meta.url)));

async function drawAll(diagrams: PlacedDiagram[]): Promise<void> {
	if (diagrams.length === 0) return;
	const browser = await launchChromium();
	try {
		const draw = await diagramDrawer(browser);
		mkdirSync(join(project.root, diagramsFolder), { recursive: true });
		for (const diagram of diagrams) {
			const svg = await draw(diagram);
			writeFileSync(join(project.root, diagram.cache), `${svg}\n`);
			console.log(`drawn    ${diagram.cache} (${diagram.file}:${String(diagram.line)})`);
		}
	} finally {
		await browser.close();
	}
}

try {
	const { diagrams, missing, unused } = surveyDrawings(project);
	if (process.argv.includes('--check')) {
		for (const { file, line } of missing)
			console.error(`${file}:${String(line)}: this diagram has no drawing`);
		for (const path of unused) console.error(`${path}: no page uses this drawing`);
		if (missing.length + unused.length > 0) {
			console.error('run `npm run diagrams` and commit what it writes');
			process.exitCode = 1;
		}
	} else {
		await drawAll(missing);
		for (const path of unused) {
			rmSync(join(project.root, path));
			console.log(`removed  ${path}`);
		}
		console.log(`${String(diagrams.length)} diagrams, ${String(missing.length)} drawn`);
	}
} catch (error) {
	if (!(error instanceof Error)) throw error;
	console.error(error instanceof ContentError ? error.message : `diagrams: ${error.message}`);
	process.exitCode = 1;
}
