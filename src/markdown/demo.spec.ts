import { expect, it } from 'vitest';
import { compileBody, refusal, render } from './fixture-page.ts';

const files = {
	'src/lib/demos/sse/index.ts': '',
	'src/lib/demos/sse/feed.ts': '// #region x\nfeed();\n// #endregion x'
};

it('mounts the demo', async () => {
	const page = await compileBody('<Demo name="sse" />', files);
	expect(page.html).toBe('<Demo name="sse" />');
	expect([...page.components]).toEqual(['Demo']);
});

it('prints the files that it is asked for, by paths from the demo’s folder', async () => {
	const html = await render('<Demo name="sse" files="feed.ts#x, index.ts" />', files);
	expect(html).toMatch(
		/^<Demo name="sse" \/><div class="demo-files"><figure.*<span class="title">src\/<wbr>lib\/<wbr>demos\/<wbr>sse\/<wbr>feed\.ts<\/span>.*feed.*<figure.*index\.ts.*<\/div>$/s
	);
	const { blocks } = await compileBody('<Demo name="sse" files="feed.ts#x" />', files);
	expect(blocks).toMatchObject([{ kind: 'file', lang: 'ts', code: 'feed();' }]);
});

it('stops at a demo or file that is not there', async () => {
	expect(await refusal('<Demo name="sso" />', files)).toBe(
		'a.md:5: name: there is no demo src/lib/demos/sso/'
	);
	expect(await refusal('\n<Demo name="../sse" />', files)).toMatch(
		/^a\.md:6: name: there is no demo/
	);
	expect(await refusal('<Demo name="sse" files="no.ts" />', files)).toBe(
		'a.md:5: file: there is no file src/lib/demos/sse/no.ts'
	);
});

it('is text anywhere but on a line of its own', async () => {
	expect(await render('`<Demo name="sse" />`を書きます。', files)).toBe(
		'<p><code>&lt;Demo name="sse" /&gt;</code>を書きます。</p>'
	);
});
