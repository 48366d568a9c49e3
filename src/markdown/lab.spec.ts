import { expect, it } from 'vitest';
import { compileBody, rejection, render } from './fixture-page.ts';

const files = {
	'src/lib/labs/wire/index.ts': '',
	'src/lib/labs/wire/frame.ts': 'decode();',
	'src/lib/demos/sse/index.ts': ''
};

it('mounts the laboratory in the frame of demonstrations', async () => {
	const page = await compileBody('<Lab name="wire" />', files);
	expect(page.html).toBe(
		'<Demo name="wire" meta={labs_wire} load={() => import(\'$lib/labs/wire/index.ts\')} kind="lab" />'
	);
	expect([...page.imports]).toEqual([
		"import Demo from '$lib/demos/Demo.svelte';",
		"import { meta as labs_wire } from '$lib/labs/wire/meta.ja.ts';"
	]);
});

it('prints the named files of its folder', async () => {
	const { blocks } = await compileBody('<Lab name="wire" files="frame.ts" />', files);
	expect(blocks).toMatchObject([{ source: 'src/lib/labs/wire/frame.ts', code: 'decode();' }]);
});

it('rejects a laboratory that does not exist, and one that is a demonstration', async () => {
	for (const name of ['wires', 'sse']) {
		expect(await rejection(`<Lab name="${name}" />`, files)).toBe(
			`a.md:5: name: there is no laboratory src/lib/labs/${name}/`
		);
	}
});

it('rejects the tag within a sentence, except in code', async () => {
	expect(await rejection('次は<Lab name="wire" />です。', files)).toBe(
		'a.md:5: <Lab> must be on its own line'
	);
	expect(await render('`<Lab name="wire" />`を書きます。', files)).toContain('&lt;Lab');
});
