import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { answer } from './answer.ts';
import { createTypeService } from './service.ts';

const root = mkdtempSync(join(tmpdir(), 'wirelab-hovers-'));
let age = 0;
const write = (path: string, text: string) => {
	writeFileSync(join(root, path), text);
	// Two writes within the resolution of the file system's clock must be two versions.
	utimesSync(join(root, path), ++age, age);
};
symlinkSync(
	fileURLToPath(new URL('../../node_modules', import.meta.url)),
	join(root, 'node_modules'),
	'dir'
);
write(
	'tsconfig.json',
	JSON.stringify({
		include: ['shown.ts', 'unopened.ts', 'ambient.d.ts', 'later'],
		compilerOptions: { strict: true, types: ['svelte'] }
	})
);
write('shown.ts', '// #region a\nconst port = 1;\n// #endregion a\nconst next = port + 1;\n');
write('foreign.ts', 'export const foreign = 1;\n');
write('unopened.ts', 'export const unopened = 1;\n');
write('ambient.d.ts', 'declare const ambient: 1;\n');
afterAll(() => rmSync(root, { recursive: true }));

const types = createTypeService(root);
const ask = (...sources: string[]) =>
	answer(
		sources.map((source) => ({ source, code: '', lang: 'ts' })),
		{ root, types }
	);

it('types are those that an editor shows, for the printed lines only', () => {
	expect(ask('shown.ts#a')).toEqual([
		{ texts: ['const port: 1'], marks: [[0, 6, 4, 0]], files: ['shown.ts'] }
	]);
	expect(ask('shown.ts')[0]?.marks.map(([line]) => line)).toEqual([0, 1, 1]);
});

it('types are updated when the file changes', () => {
	write('shown.ts', "// #region a\nconst port = 'http';\n// #endregion a\n");
	expect(ask('shown.ts#a')[0]?.texts).toEqual(['const port: "http"']);
});

it('a file that the configuration excludes has no types', () => {
	expect(ask('foreign.ts')).toEqual([{ texts: [], marks: [], files: [] }]);
});

it('a file that is added later has types until it is removed', () => {
	expect(ask('later/added.ts')).toEqual([{ texts: [], marks: [], files: [] }]);
	mkdirSync(join(root, 'later'));
	write('later/added.ts', 'export const added = 1;\n');
	expect(ask('later/added.ts')[0]?.texts).toEqual(['const added: 1']);
	rmSync(join(root, 'later'), { recursive: true });
	expect(ask('later/added.ts')).toEqual([{ texts: [], marks: [], files: [] }]);
});

it('only the requested files are loaded, not the whole project', () => {
	expect(types.knows('unopened.ts')).toBe(true);
	expect(() => types.namesIn('unopened.ts')).toThrow('not in TypeScript');
	expect(ask('unopened.ts')[0]?.texts).toEqual(['const unopened: 1']);
});

it('types use declarations that no file imports', () => {
	write('shown.ts', 'ambient;\n');
	expect(ask('shown.ts')[0]?.texts).toEqual(['const ambient: 1']);
});

it('an error names the component with the syntax error', () => {
	mkdirSync(join(root, 'later'));
	write('later/Wrong.svelte', '<p>{#if}</p>');
	expect(() => ask('later/Wrong.svelte')).toThrow('later/Wrong.svelte: ');
	rmSync(join(root, 'later'), { recursive: true });
});

it('each block of code in the page itself is a separate module', () => {
	const blocks = ['let port: number;', 'let port: string;'];
	const found = answer(
		blocks.map((code) => ({ source: null, code, lang: 'ts' })),
		{ root, types }
	);
	expect(found.map(({ texts }) => texts)).toEqual([['let port: number'], ['let port: string']]);
});

it('types depend on the file and on everything that it imports', () => {
	write('first.ts', "import { second } from './second.ts';\nexport const first = second;\n");
	write('second.ts', 'export const second = 1;\n');
	write('shown.ts', "import { first } from './first.ts';\nfirst;\n");
	expect(ask('shown.ts')[0]?.files).toEqual(['shown.ts', 'first.ts', 'second.ts']);
});

it('types of an imported name do not contain the line of its import', () => {
	write('shown.ts', "import { foreign } from './foreign.ts';\nforeign;\n");
	expect(ask('shown.ts')[0]?.texts).toEqual(['(alias) const foreign: 1']);
});

it('types of a component cover its script and markup, but not the components that it imports', () => {
	const code = [
		'<script lang="ts">',
		"\timport Other from './Other.svelte';",
		'\tlet port = $state(1);',
		'</script>',
		'{port}<Other />'
	].join('\n');
	expect(answer([{ source: null, code, lang: 'svelte' }], { root, types })).toEqual([
		{
			texts: ['let port: number', 'function $state<1>(initial: 1): 1 (+1 overload)'],
			marks: [
				[2, 5, 4, 0],
				[2, 12, 6, 1],
				[4, 1, 4, 0]
			],
			files: []
		}
	]);
});
