import { expect, test } from 'vitest';
import { openProject } from '../../src/markdown/project.ts';
import { checkPaths } from './check-paths.ts';

const project = openProject(process.cwd());
const found = (source: string) => checkPaths('a.md', source, project).map(({ message }) => message);

test('a path that is there may be named, a folder too, and so may a pattern', () => {
	expect(
		found('`src/server.ts`と`src/lib/`と`src/lib/demos/<name>/`と`tests/**/*.e2e.ts`')
	).toEqual([]);
});

test('a path that is gone is found, with its line', () => {
	expect(found('文です。\n\n実装`src/gone.ts`を見ます。')).toEqual([
		'a.md:3: there is no src/gone.ts'
	]);
});
