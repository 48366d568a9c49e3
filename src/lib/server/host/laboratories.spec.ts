import { expect, it } from 'vitest';
import { readOutlines } from '../../../markdown/pages.ts';
import { openProject } from '../../../markdown/project.ts';
import { laboratories, laboratoryAt } from './laboratories.ts';

const project = openProject(process.cwd());
/** The text of every page, by its path. */
const content = new Map(
	readOutlines(project).map(({ page }) => [page.path, project.read(page.file)])
);

it.each(Object.entries(laboratories))('leads from /labs/%s/ to a place that exists', (name, to) => {
	const [path = '', id] = to.split('#');
	const text = content.get(path);
	expect(text, path).toBeDefined();
	expect(content.has(`/labs/${name}/`), 'it has its own page').toBe(false);
	if (id === undefined) return;
	const demo = id.replace(/^demo-/, '');
	expect(text).toContain(demo === id ? `[#${id}]` : `<Demo name="${demo}"`);
});

it('knows these addresses with and without a final slash, and no others', () => {
	expect(laboratoryAt('/labs/race/')).toBe(laboratories['race']);
	expect(laboratoryAt('/labs/race?x=1')).toBe(laboratories['race']);
	for (const path of ['/labs/', '/labs/wire/', '/labs/race/x', '/labs/constructor/', '/race/']) {
		expect(laboratoryAt(path), path).toBeNull();
	}
});
