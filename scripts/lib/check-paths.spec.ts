import { expect, test } from 'vitest';
import { openProject } from '../../src/markdown/project.ts';
import { pageOf } from '../../src/markdown/fixture.ts';
import { checkPaths } from './check-paths.ts';

const project = openProject(process.cwd());
const found = (source: string) =>
	checkPaths('a.md', pageOf(source), project).map(({ message }) => message);

test('accepts existing files and folders, and patterns', () => {
	expect(
		found('`src/server.ts`と`src/lib/`と`src/lib/demos/<name>/`と`tests/**/*.e2e.ts`')
	).toEqual([]);
});

test('reports a path that does not exist, with its line', () => {
	expect(found('文です。\n\n実装`src/gone.ts`を見ます。')).toEqual([
		'a.md:7: src/gone.ts does not exist'
	]);
});

test('ignores code blocks and comments, with any line endings', () => {
	expect(found('~~~text\n`src/gone.ts`\n~~~\n<!-- `src/gone.ts` -->')).toEqual([]);
	expect(found('文です。\r\n<!--\r\n-->\r\n`src/gone.ts`')).toEqual([
		'a.md:8: src/gone.ts does not exist'
	]);
});
