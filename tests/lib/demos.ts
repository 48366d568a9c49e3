import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readOutlines } from '../../src/markdown/pages.ts';
import { openProject } from '../../src/markdown/project.ts';
import { guide } from '../e2e/lib/pages.ts';

const folder = fileURLToPath(new URL('../../src/lib/demos', import.meta.url));
/** The names of all demonstrations that connect to the server. Tools connect to nothing and have their own tests. */
export const demos = readdirSync(folder, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name)
	.filter((name) => !readFileSync(`${folder}/${name}/meta.ja.ts`, 'utf8').includes("kind: 'tool'"));

const project = openProject(fileURLToPath(new URL('../..', import.meta.url)));
const pages = readOutlines(project).map(({ page }) => page);

/** The path of the page with a demonstration: the guide, or else the first page that has it. */
export function pageOf(name: string): string {
	const paths = pages
		.filter(({ file }) => project.read(file)?.includes(`<Demo name="${name}"`))
		.map(({ path }) => path);
	const path = paths.includes(guide) ? guide : paths[0];
	if (path === undefined) throw new Error(`no page has the demonstration ${name}`);
	return path;
}
