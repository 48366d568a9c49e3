import { expect, it } from 'vitest';
import { compileBody, render } from './fixture-page.ts';

const files = {
	'src/lib/examples/chat/index.ts': '',
	'src/lib/examples/chat/meta.ja.ts': '',
	'src/lib/examples/chat/Chat.svelte': '<p>{1}</p>',
	'src/lib/examples/chat/server/room.ts': 'open();',
	'src/lib/examples/chat/server/room.spec.ts': 'test();',
	'src/routes/api/examples/chat/[room]/+server.ts': 'get();'
};

it('mounts the example', async () => {
	const page = await compileBody('<Example name="chat" />', files);
	expect(page.html).toMatch(
		/^<Demo name="chat" meta=\{examples_chat\} load=\{.*\} kind="example" \/>$/
	);
	expect(page.blocks).toEqual([]);
});

it('prints the files of the example except those that only the site needs, each folded under its name', async () => {
	const page = await compileBody('<ExampleFiles name="chat" />', files);
	expect(page.blocks.map(({ source }) => source)).toEqual([
		'src/lib/examples/chat/Chat.svelte',
		'src/lib/examples/chat/server/room.ts',
		'src/routes/api/examples/chat/[room]/+server.ts'
	]);
	const html = await render('<ExampleFiles name="chat" />', files);
	expect(html).toContain('<strong>このサンプルの全ファイル（3個）</strong>');
	expect(html).toContain('<a href="/examples/chat.zip" rel="external" download>');
	expect(html).toMatch(
		/<details class="example-file"><summary><code>server\/room.ts<\/code><\/summary><figure/
	);
});
