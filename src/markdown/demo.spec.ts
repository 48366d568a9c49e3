import { expect, it } from 'vitest';
import { compileBody, rejection, render } from './fixture-page.ts';

const files = {
	'src/lib/demos/sse/index.ts': '',
	'src/lib/demos/sse/feed.ts': '// #region x\nfeed();\n// #endregion x'
};

const mounted =
	'<Demo name="sse" meta={demos_sse} load={() => import(\'$lib/demos/sse/index.ts\')} />';

it('mounts the demo with a function that loads it', async () => {
	const page = await compileBody('<Demo name="sse" />', files);
	expect(page.html).toBe(mounted);
	expect([...page.imports]).toEqual([
		"import Demo from '$lib/demos/Demo.svelte';",
		"import { meta as demos_sse } from '$lib/demos/sse/meta.ja.ts';"
	]);
});

it('mounts a copy with the texts of the page’s language', async () => {
	const page = await compileBody('<Demo name="sse" />', files, 'en');
	expect(page.html).toBe(mounted.replace('index.ts', 'index.ts?in=en'));
	expect([...page.imports]).toEqual([
		"import Demo from '$lib/demos/Demo.svelte?in=en';",
		"import { meta as demos_sse } from '$lib/demos/sse/meta.en.ts';"
	]);
});

it('renders the picture of a demo that has one into the page', async () => {
	const withPicture = { ...files, 'src/lib/demos/sse/Still.svelte': '' };
	const page = await compileBody('<Demo name="sse" />', withPicture);
	expect(page.html).toBe(mounted.replace(' />', '><Still_demos_sse /></Demo>'));
	expect([...page.imports].slice(2)).toEqual([
		"import Still_demos_sse from '$lib/demos/sse/Still.svelte';"
	]);
});

it('prints the named files of the demo’s folder', async () => {
	const html = await render('<Demo name="sse" files="feed.ts#x, index.ts" />', files);
	expect(html.startsWith(mounted)).toBe(true);
	expect(html.slice(mounted.length)).toMatch(
		/^<div class="demo-files"><figure.*<span class="title">src\/<wbr>lib\/<wbr>demos\/<wbr>sse\/<wbr>feed\.ts<\/span>.*feed.*<figure.*index\.ts.*<\/div>$/s
	);
	const { blocks } = await compileBody('<Demo name="sse" files="feed.ts#x" />', files);
	expect(blocks).toMatchObject([{ kind: 'file', lang: 'ts', code: 'feed();' }]);
});

it('rejects a demo or file that does not exist', async () => {
	expect(await rejection('<Demo name="sso" />', files)).toBe(
		'a.md:5: name: there is no src/lib/demos/sso/index.ts'
	);
	expect(await rejection('\n<Demo name="../sse" />', files)).toMatch(
		/^a\.md:6: name: there is no src\/lib\/demos/
	);
	expect(await rejection('<Demo name="sse" files="no.ts" />', files)).toBe(
		'a.md:5: file: there is no file src/lib/demos/sse/no.ts'
	);
});

it('treats the tag in a code span as text', async () => {
	expect(await render('`<Demo name="sse" />`を書きます。', files)).toBe(
		'<p><code>&lt;Demo name="sse" /&gt;</code>を書きます。</p>'
	);
});
