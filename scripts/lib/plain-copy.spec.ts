import {
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasGlobCharacters, withCopy } from './plain-copy.ts';

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'wirelab (1) '));
	for (const file of ['src/[...path]/a.ts', 'node_modules/x/index.js', 'build/index.js', '.env']) {
		mkdirSync(join(root, file, '..'), { recursive: true });
		writeFileSync(join(root, file), file);
	}
});
afterEach(() => rmSync(root, { recursive: true }));

test.each(['/a (1)', '/a [x]', '/a {y}', '/a*', '/what?', '/a!', '/c++', '/@home'])(
	'%s has glob characters',
	(path) => expect(hasGlobCharacters(path)).toBe(true)
);

test.each([
	'/home/me/wirelab',
	'C:\\Users\\me\\wirelab',
	'/ワイヤラボ 日本語 😀',
	`/100% & $HOME 'q'`
])('%s has no glob characters', (path) => expect(hasGlobCharacters(path)).toBe(false));

test('the copy has the sources and the packages, but no build, and a path without glob characters', () => {
	withCopy(root, (copy) => {
		expect(hasGlobCharacters(copy)).toBe(false);
		expect(readFileSync(join(copy, 'src/[...path]/a.ts'), 'utf8')).toBe('src/[...path]/a.ts');
		expect(existsSync(join(copy, '.env'))).toBe(true);
		expect(existsSync(join(copy, 'build'))).toBe(false);
		expect(lstatSync(join(copy, 'node_modules')).isSymbolicLink()).toBe(true);
		expect(existsSync(join(copy, 'node_modules/x/index.js'))).toBe(true);
	});
});

test('the copy is removed, even after an error, and the packages stay', () => {
	let path = '';
	const callback = (copy: string) => {
		path = copy;
		throw new Error('failed');
	};
	expect(() => withCopy(root, callback)).toThrow('failed');
	expect(path).not.toBe('');
	expect(existsSync(path)).toBe(false);
	expect(existsSync(join(root, 'node_modules/x/index.js'))).toBe(true);
});

test('the result of the callback is returned', () => {
	expect(withCopy(root, () => 3)).toBe(3);
});
