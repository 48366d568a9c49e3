import { compile } from 'svelte/compiler';
import { expect, it } from 'vitest';
import { thrown } from './fixture.ts';
import { compileBody } from './fixture-page.ts';
import { checkMarkup, pageModule } from './page-module.ts';

const files = { 'src/lib/demos/sse/index.ts': '' };
const body =
	'本文\\</script>です。\n\n```text counter=S1\n${x} {y}\n```\n\n<Demo name="sse" />\n\n終わり';

it('writes a module that contains the text unless `blank` is set', async () => {
	const source = pageModule(await compileBody(body, files), { blank: false });
	expect(source).toContain('本文');
	expect(source).toContain('終わり');
	expect(source).toContain("import Demo from '$lib/demos/Demo.svelte';");
});

it('writes one space for each piece and no text if `blank` is set', async () => {
	const source = pageModule(await compileBody(body, files), { blank: true });
	expect(source).toContain('const pieces = [" "," "];');
	expect(source).not.toMatch(/本文|終わり|\$&#123;/);
});

it('exports the front matter', async () => {
	const source = pageModule(await compileBody('## A', files), { blank: true });
	expect(source).toContain(
		'export const metadata = {"title":"題名","description":"説明","toc":true,"layout":"doc","start":false,"nav":"題名"};'
	);
});

it('escapes a title that would end the script', async () => {
	const page = await compileBody(body, files);
	const title = 'a</script>';
	const source = pageModule(
		{ ...page, frontmatter: { ...page.frontmatter, title } },
		{ blank: true }
	);
	expect(source).toContain('"title":"a\\u003c/script>"');
});

it.each([true, false])(
	'writes source that Svelte compiles for browser and server (blank: %s)',
	async (blank) => {
		const source = pageModule(await compileBody(body, files), { blank });
		for (const generate of ['client', 'server'] as const) {
			expect(compile(source, { generate, runes: true }).warnings).toEqual([]);
		}
	}
);

it('rejects HTML that a browser would rearrange', async () => {
	const options = { file: 'a.md', isDevelopment: false };
	const text = '<p>a <div>b</div></p>\n';
	const page = await compileBody(text);
	expect(thrown(() => checkMarkup(page, options, `a\n${text}`))).toMatch(/^a\.md:2: .*<div>.*<p>/);
	expect(thrown(() => checkMarkup({ ...page, html: '<p>a</p>' }, options, text))).toBe('');
});
