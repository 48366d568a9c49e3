import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { guide } from '../e2e/lib/pages.ts';

const folder = fileURLToPath(new URL('../../src/lib/demos', import.meta.url));
/** The names of all demonstrations that connect to the server. Tools connect to nothing and have their own tests. */
export const demos = readdirSync(folder, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name)
	.filter((name) => !readFileSync(`${folder}/${name}/meta.ja.ts`, 'utf8').includes("kind: 'tool'"));

const content = fileURLToPath(new URL('../../content/ja', import.meta.url));
const markdown = readdirSync(content, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.md'))
	.sort();

/** The path of the page with a demonstration: the guide, or else the first page that has it. */
export function pageOf(name: string): string {
	const paths = markdown
		.filter((file) => readFileSync(`${content}/${file}`, 'utf8').includes(`<Demo name="${name}"`))
		.map((file) => `/${file.replace(/(index)?\.md$/, '/')}`.replaceAll(/\/(\d+-)?/g, '/'));
	const path = paths.includes(guide) ? guide : paths[0];
	if (path === undefined) throw new Error(`no page has the demonstration ${name}`);
	return path.replace(/\/+$/, '/');
}
