import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, createServer, type Rolldown } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { pageOf } from '../markdown/fixture.ts';
import { temporaryProject } from '../markdown/temporary-project.ts';
import { markdown } from '../markdown/vite.ts';
import { search } from '../search/vite.ts';
import { plainPages } from './vite.ts';

const { root, write } = temporaryProject('plain');

beforeAll(() => {
	write('content/ja/index.md', pageOf('はじめの文です。'));
	write('content/ja/10-a/index.md', pageOf('## 見出し [#x]\n\n次の文です。'));
	write('content/facts.yaml', '');
	write('entry.js', "export { pages } from 'virtual:wirelab/pages';");
});

const config = () => ({
	configFile: false as const,
	logLevel: 'silent' as const,
	root,
	plugins: [
		markdown(),
		svelte({ configFile: false, extensions: ['.svelte', '.md'] }),
		search(),
		plainPages({ url: null })
	]
});
const files = ['a/index.md', 'index.md', 'llms-full.txt', 'llms.txt', 'search/ja.json'];
const section = { id: 'x', headings: ['見出し'], text: '次の文です。' };

test('only the client build writes the files for tools and for search', async () => {
	const outputOf = async (ssr: boolean) => {
		const rolldownOptions = { input: join(root, 'entry.js') };
		const built = await build({ ...config(), build: { write: false, ssr, rolldownOptions } });
		const { output } = built as Rolldown.RolldownOutput;
		return output.filter((file) => file.type === 'asset');
	};
	const assets = await outputOf(false);
	expect(assets.map(({ fileName }) => fileName).sort()).toEqual(files);
	const text = (name: string) =>
		String(assets.find(({ fileName }) => fileName === name)?.source ?? '');
	expect(text('a/index.md')).toContain('## 見出し\n\n次の文です。\n');
	expect(text('llms.txt')).toContain('(/a/index.md)');
	expect(JSON.parse(text('search/ja.json'))).toMatchObject([
		{ path: '/' },
		{ path: '/a/', sections: [{ id: '' }, section] }
	]);
	expect(await outputOf(true)).toEqual([]);
});

test('development serves the same files with the latest edits, and passes other paths on', async () => {
	const server = await createServer({ ...config(), server: { port: 0, ws: false, watch: null } });
	await server.listen();
	const url = server.resolvedUrls?.local[0] ?? '';
	for (const file of files) expect((await fetch(url + file)).status, file).toBe(200);
	write('content/ja/10-a/index.md', pageOf('書き直した文です。'));
	expect(await (await fetch(`${url}a/index.md`)).text()).toContain('書き直した文です。');
	expect(await (await fetch(`${url}nothing/index.md`)).text()).not.toContain('書き直した');
	await server.close();
});
