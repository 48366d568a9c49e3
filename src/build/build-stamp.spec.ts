import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryProject } from '../markdown/temporary-project.ts';
import { bakedVariables, sourceStamp } from './build-stamp.js';

const { root, write: put } = temporaryProject('stamp');

beforeEach(() => {
	put('package.json', '{}');
	put('vite.config.ts', 'export default {}');
	put('src/lib/a.ts', 'a');
	put('content/ja/index.md', '# a\n```ts file=tests/sample.ts#part\n```');
	put('tests/sample.ts', 'a');
});

describe('sourceStamp', () => {
	test.each([
		['src/lib/a.ts', 'b'],
		['src/lib/new.ts', 'a'],
		['content/ja/index.md', '# b'],
		['static/icon.svg', '<svg/>'],
		['tests/sample.ts', 'b'],
		['vite.config.ts', 'export default { }'],
		['svelte.config.js', 'export default {}'],
		['package-lock.json', '{}'],
		['.env', 'PUBLIC_SITE_URL=https://example.org']
	])('changes with %s', (path, text) => {
		const before = sourceStamp(root, {});
		put(path, text);
		expect(sourceStamp(root, {})).not.toBe(before);
	});

	test('changes when a file is renamed, or when text moves from one file to the next', () => {
		put('src/b.ts', 'bc');
		put('src/c.ts', 'd');
		const before = sourceStamp(root, {});
		put('src/b.ts', 'b');
		put('src/c.ts', 'cd');
		const moved = sourceStamp(root, {});
		rmSync(join(root, 'src/b.ts'));
		put('src/b2.ts', 'b');
		expect(new Set([before, moved, sourceStamp(root, {})]).size).toBe(3);
	});

	test('changes with the addresses that pages include, and with no other variable', () => {
		const plain = sourceStamp(root, {});
		expect(sourceStamp(root, { PUBLIC_SITE_URL: 'https://example.org' })).not.toBe(plain);
		expect(sourceStamp(root, { PORT: '1' })).toBe(plain);
	});

	test('includes the addresses that pages include', () => {
		const PUBLIC_SITE_URL = 'https://example.org/a%0Ab';
		const stamp = sourceStamp(root, { PUBLIC_SITE_URL, PUBLIC_REPO_URL: '', PORT: '1' });
		expect(bakedVariables(stamp)).toEqual({ PUBLIC_SITE_URL });
		expect(bakedVariables('a hash alone')).toEqual({});
	});

	test.each(['src/lib/a.spec.ts', 'README.md', 'tests/a.ts', 'build/index.js'])(
		'does not change with %s, which is not a source of the site',
		(path) => {
			const before = sourceStamp(root, {});
			put(path, 'text');
			expect(sourceStamp(root, {})).toBe(before);
		}
	);

	test('does not change with the modification time of a file, which a clone resets', () => {
		const before = sourceStamp(root, {});
		utimesSync(join(root, 'src/lib/a.ts'), 1, 1);
		expect(sourceStamp(root, {})).toBe(before);
	});
});
