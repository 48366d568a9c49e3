import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { laboratories, laboratoryAt } from './laboratories.ts';

const folder = 'content/ja';
/** The text of every page, by its path. */
const content = new Map(
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.md'))
		.map((file) => [
			`/${file.replace(/(^|\/)index\.md$/, '').replace(/\.md$/, '')}/`
				.replaceAll(/\/\d+-/g, '/')
				.replace(/^\/\/$/, '/'),
			readFileSync(`${folder}/${file}`, 'utf8')
		])
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
