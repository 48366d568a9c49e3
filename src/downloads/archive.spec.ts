import { afterEach, expect, it } from 'vitest';
import { openProject } from '../markdown/project.ts';
import { archive } from './archive.ts';
import { exampleNames, projectOf } from './project.ts';

const sources = openProject(process.cwd());
const zone = process.env.TZ;

afterEach(() => {
	if (zone === undefined) delete process.env.TZ;
	else process.env.TZ = zone;
});

it('makes the same archive to the byte in every time zone', () => {
	const [tokyo, newYork] = ['Asia/Tokyo', 'America/New_York'].map((TZ) => {
		process.env.TZ = TZ;
		return Buffer.from(archive('cursors', sources));
	});
	expect(tokyo?.equals(newYork ?? Buffer.of())).toBe(true);
});

it.each(exampleNames(sources))('replaces all placeholders of the template in %s', (name) => {
	const project = projectOf(name, sources);
	expect(project.get('README.md')?.split('\n')[0]).toBe(`# ${name}`);
	for (const [path, text] of project) {
		if (!path.startsWith('src/lib/')) expect(text, path).not.toMatch(/\{\{/);
	}
});
