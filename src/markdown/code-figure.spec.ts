import { expect, it } from 'vitest';
import { rejection, render } from './fixture-page.ts';

it('prints lines that include their newline, in a focusable block', async () => {
	expect(await render('```text file=a.txt\n```', { 'a.txt': 'a\nb' })).toBe(
		'<figure class="code" data-lang="text"><figcaption><span class="title">a.txt</span></figcaption>' +
			'<pre tabindex="0" translate="no"><code>' +
			'<span class="line">a\n</span><span class="line">b\n</span></code></pre></figure>'
	);
});

it('marks lines by number and by notation, and removes the notation', async () => {
	const html = await render(
		'```ts check {1}\na();\nb(); // [!code ++]\nc(); // [!code --]\nd(); // [!code highlight]\n```'
	);
	expect([...html.matchAll(/<span class="(line[^"]*)">/g)].map(([, name]) => name)).toEqual([
		'line highlighted',
		'line add',
		'line del',
		'line highlighted'
	]);
	expect(html).not.toContain('!code');
});

it('shows the path of a file, and only the named region of its text', async () => {
	const html = await render('```ts file=src/a.ts#b\n```', {
		'src/a.ts': '// #region b\nf();\n// #endregion b\ng();'
	});
	expect(html).toContain('<figcaption><span class="title">src/<wbr>a.ts</span></figcaption>');
	expect(html).not.toContain('>g<');
});

it('labels a counter-example with its trap', async () => {
	expect(await render('```ts counter=S1\na();\n```')).toContain(
		'<figure class="code counter" data-lang="ts"><figcaption><strong class="counter-label">' +
			'やってはいけない例 <span class="trap">S1</span></strong></figcaption>'
	);
});

it('rejects a file or region that does not exist, with the line of the page', async () => {
	expect(await rejection('text\n\n```ts file=src/a.ts\n```')).toBe(
		'a.md:7: file: there is no file src/a.ts'
	);
	expect(await rejection('```ts file=src/a.ts#b\n```', { 'src/a.ts': '' })).toBe(
		'a.md:5: file: src/a.ts has no region "b"'
	);
});

it('rejects an unknown language and a highlighted line that does not exist', async () => {
	expect(await rejection('```nothing counter=S1\na\n```')).toBe(
		'a.md:5: unknown language "nothing"'
	);
	expect(await rejection('```text counter=S1 {3}\na\nb\n```')).toBe(
		'a.md:5: cannot highlight line 3: the code has 2'
	);
});

it('a figure has the address of the types of its block, unless that is a counter-example or has no types', async () => {
	const files = { 'src/[x]/a.ts': '// #region b\nf();\n// #endregion b' };
	const addressOf = async (source: string) =>
		/ data-types="([^"]*)"/.exec(await render(source, files))?.[1];
	expect(await addressOf('```ts file=src/[x]/a.ts#b\n```')).toBe('/hovers/src/_x_/a.ts_b.json');
	const [one, other] = [
		await addressOf('```ts check\nlet a = 1;\n```'),
		await addressOf('```ts check\nlet b = 1;\n```')
	];
	expect(one).toMatch(/^\/hovers\/check\/[0-9a-f]{12}\.json$/);
	expect(other).not.toBe(one);
	expect(await addressOf('```ts counter=S1\nlet a = 1;\n```')).toBeUndefined();
	expect(await addressOf('```text file=src/[x]/a.ts\n```')).toBeUndefined();
});

it('rejects a counter-example of an unknown trap', async () => {
	expect(await rejection('```ts counter=S1\na;\n```')).toBe('');
	expect(await rejection('```ts counter=S9\na;\n```')).toBe(
		'a.md:5: counter: there is no trap S9 in content/traps.yaml'
	);
});
