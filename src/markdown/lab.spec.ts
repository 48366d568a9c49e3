import { expect, it } from 'vitest';
import { compileBody, rejection } from './fixture-page.ts';

const files = {
	'src/lib/labs/wire/index.ts': '',
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

it('rejects a name that no laboratory has, even if a demonstration has it', async () => {
	for (const name of ['wires', 'sse']) {
		expect(await rejection(`<Lab name="${name}" />`, files)).toBe(
			`a.md:5: name: there is no src/lib/labs/${name}/index.ts`
		);
	}
});
