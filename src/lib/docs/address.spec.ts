import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readOutlines } from '../../markdown/pages.ts';
import { openProject } from '../../markdown/project.ts';
import { addressOf } from './address.ts';

test.each([
	['/content/ja/index.md', '/'],
	['/content/ja/10-sveltekit/index.md', '/sveltekit/'],
	['/content/ja/10-sveltekit/10-server/10-websocket-sse.md', '/sveltekit/server/websocket-sse/'],
	['/content/ja/30-labs/20-six-tabs.md', '/labs/six-tabs/'],
	['/content/en/index.md', '/en/'],
	['/content/en/20-examples/index.md', '/en/examples/']
])('%s is the page %s', (file, path) => {
	expect(addressOf(file)).toBe(path);
});

test('every page’s address is the one that the content tree gives it', () => {
	const root = fileURLToPath(new URL('../../..', import.meta.url));
	const pages = readOutlines(openProject(root)).map(({ page }) => page);
	expect(pages.length).toBeGreaterThan(0);
	for (const { file, path } of pages) expect(addressOf(`/${file}`)).toBe(path);
});
