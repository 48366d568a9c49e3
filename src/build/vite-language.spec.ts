import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';
import { temporaryProject } from '../markdown/temporary-project.ts';
import { languageCopies } from './vite-language.ts';

const { root, write } = temporaryProject('language');

const demo = 'src/lib/demos/x';
const files = {
	'ja.js': `import('./${demo}/index.ts');`,
	'en.js': `import('./${demo}/index.ts?in=en');`,
	[`${demo}/index.ts`]: `export { default } from './View.svelte';`,
	[`${demo}/View.svelte`]: `<script lang="ts">
		import { pane } from './pane.svelte.ts';
		import { text } from './text.ts';
		import { shared } from '../../protocol/shared.ts';
	</script>
	<p>{text} {pane.title} {shared}</p>`,
	[`${demo}/pane.svelte.ts`]: `import { text } from './text.ts';
		class Pane { title = $state('pane ' + text); }
		export const pane = new Pane();`,
	[`${demo}/text.ts`]: `export { text } from './text.ja.ts';`,
	[`${demo}/text.ja.ts`]: `export const text = 'words in Japanese';`,
	'src/lib/protocol/shared.ts': `export const shared = 'without words';`
};
for (const [path, content] of Object.entries(files)) write(path, content);

/** The text of all chunks that an entry loads. */
async function loadedBy(entry: string): Promise<string> {
	const [output] = [
		await build({
			root,
			configFile: false,
			logLevel: 'silent',
			plugins: [languageCopies(), svelte({ configFile: false })],
			build: {
				write: false,
				minify: false,
				rolldownOptions: { input: [`${root}/ja.js`, `${root}/en.js`] }
			}
		})
	].flat() as Rolldown.RolldownOutput[];
	const chunks = new Map(
		output?.output.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk]] : []))
	);
	const seen = new Set<string>();
	const queue = [...chunks.values()].filter(({ name }) => name === entry).map((c) => c.fileName);
	for (const file of queue) {
		const chunk = chunks.get(file);
		if (!chunk || seen.has(file)) continue;
		seen.add(file);
		queue.push(...chunk.imports, ...chunk.dynamicImports);
	}
	return [...seen].map((file) => chunks.get(file)?.code ?? '').join('\n');
}

it('reports the missing file of a language', async () => {
	await expect(loadedBy('en')).rejects.toThrow('text.en.ts');
});

it('loads only the texts of the page’s language', async () => {
	write(`${demo}/text.en.ts`, `export const text = 'words in English';`);
	const [ja, en] = [await loadedBy('ja'), await loadedBy('en')];
	for (const code of [ja, en]) expect(code).toContain('without words');
	expect(ja).toContain('words in Japanese');
	expect(ja).not.toContain('words in English');
	expect(en).toContain('words in English');
	expect(en).not.toContain('words in Japanese');
});
