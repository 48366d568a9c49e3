import { expect, it } from 'vitest';
import { compileBody } from './fixture-page.ts';
import { fillSlots } from './slots.ts';

const files = { 'src/[id]/+server.ts': '', 'deploy/nginx.conf': '', 'a.ts': '' };

async function render(body: string, repository: string | null): Promise<string> {
	const page = await compileBody(body, files, 'ja', false, repository);
	return fillSlots(page.html, page.slots);
}

const item = (text: string) => `<Checklist id="a">\n\n- [ ] ${text}\n\n</Checklist>`;
const link = (path: string, text: string) =>
	`<a href="https://git.example/team/lab/blob/HEAD/${path}"><code>${text}</code></a>`;
const repository = 'https://git.example/team/lab';

it('links a path in a checklist to its file in the repository', async () => {
	const html = await render(item('実装`src/[id]/+server.ts`、`deploy/nginx.conf`'), repository);
	expect(html).toContain(`実装${link('src/%5Bid%5D/+server.ts', 'src/[id]/+server.ts')}、`);
	expect(html).toContain(link('deploy/nginx.conf', 'deploy/nginx.conf'));
});

it('links the files in a table', async () => {
	const table = 'Table: 表 [#t]\n\n| a | b |\n| --- | --- |\n| 1 | `deploy/nginx.conf` |';
	expect(await render(table, repository)).toContain(link('deploy/nginx.conf', 'deploy/nginx.conf'));
});

it('does not link other code, or code in running text or in a link', async () => {
	for (const text of ['src/none.ts', 'src', 'src/[id]', 'a.ts', '../x.ts', 'ORIGIN']) {
		expect(await render(item(`\`${text}\``), repository), text).not.toContain('<a ');
	}
	expect(await render('`deploy/nginx.conf`', repository)).not.toContain('<a ');
	const linked = await render(item('[`deploy/nginx.conf`](https://a.example/)'), repository);
	expect(linked).toContain('<a href="https://a.example/"><code>deploy/nginx.conf</code></a>');
});

it('links nothing if the repository has no address', async () => {
	expect(await render(item('`deploy/nginx.conf`'), null)).toContain(
		'> <code>deploy/nginx.conf</code>'
	);
});
