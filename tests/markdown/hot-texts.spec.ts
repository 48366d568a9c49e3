import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { chromium as playwright, type Browser, type Page } from 'playwright';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, chromiumFlags } from '../../scripts/lib/chromium.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { pageOf } from '../../src/markdown/fixture.ts';
import { temporaryProject } from '../../src/markdown/temporary-project.ts';
import { markdown } from '../../src/markdown/vite.ts';

const tool = toolForTests(chromium);
const { root, write } = temporaryProject('hot');
const page = 'content/ja/index.md';
const paragraphs = Array.from({ length: 80 }, (_, i) => `${i}番目の段落です。`).join('\n\n');
const body = (sentence: string, heading = '見出し') =>
	pageOf(
		`${paragraphs}\n\n<Demo name="count" />\n\n## ${heading} [#a]\n\n${sentence}\n\n${paragraphs}`
	);

describe.skipIf(tool === null)('in a browser, in development', () => {
	let server: ViteDevServer;
	let browser: Browser;
	let tab: Page;

	beforeAll(async () => {
		write('content/facts.yaml', '');
		mkdirSync(join(root, 'src'));
		// The component that draws diagrams.
		symlinkSync(resolve('src/markdown'), join(root, 'src/markdown'), 'dir');
		write(page, body('最初の文です。'));
		write('src/lib/demos/count/index.ts', "export { default } from './Count.svelte';");
		write('src/lib/demos/count/meta.ja.ts', 'export const meta = {};');
		write(
			'src/lib/demos/Demo.svelte',
			'<script>let n = $state(0);</script><button onclick={() => n++}>{n}</button>'
		);
		write('index.html', '<body><script type="module" src="/main.js"></script></body>');
		write(
			'main.js',
			`import { mount } from 'svelte';
			import Page from '/${page}';
			mount(Page, { target: document.body });`
		);
		server = await createServer({
			root,
			configFile: false,
			logLevel: 'silent',
			resolve: { alias: { $lib: join(root, 'src/lib') } },
			plugins: [markdown(), svelte({ configFile: false, extensions: ['.svelte', '.md'] })],
			// Otherwise Vite finds Mermaid only when the first diagram is drawn, and reloads the page.
			optimizeDeps: { include: ['mermaid'] },
			server: { port: 0, host: '127.0.0.1', fs: { strict: false } }
		});
		await server.listen();
		browser = await playwright.launch({ executablePath: tool?.path ?? '', args: chromiumFlags });
		tab = await browser.newPage();
		await tab.goto(server.resolvedUrls?.local[0] ?? '');
	});

	afterAll(async () => {
		await browser.close();
		await server.close();
	});

	it('an edited sentence appears without losing the scroll position or the state of a demonstration', async () => {
		await tab.locator('button').click();
		await expect.poll(() => tab.locator('button').textContent()).toBe('1');
		await tab.getByText('最初の文です。').scrollIntoViewIfNeeded();
		const before = await tab.evaluate(() => scrollY);
		expect(before).toBeGreaterThan(500);

		write(page, body('書き直した文です。'));
		await tab.getByText('書き直した文です。').waitFor();
		expect(await tab.locator('button').textContent()).toBe('1');
		expect(await tab.evaluate(() => scrollY)).toBe(before);
		expect(await tab.getByText('最初の文です。').count()).toBe(0);

		await tab.reload();
		await tab.getByText('書き直した文です。').waitFor();
	});

	it('an edited diagram is drawn without losing the state of a demonstration', async () => {
		const diagram = (word: string) =>
			`\`\`\`mermaid title="図" alt="説明です。"\nflowchart TD\n\tA["${word}"]\n\`\`\``;
		const drawn = tab.locator('figure svg text');
		write(page, body(diagram('最初')));
		await expect.poll(() => drawn.allTextContents()).toEqual(['最初']);
		await tab.locator('button:not(.enlarge)').click();
		const count = await tab.locator('button:not(.enlarge)').textContent();

		write(page, body(diagram('次')));
		await expect.poll(() => drawn.allTextContents()).toEqual(['次']);
		expect(await tab.locator('button:not(.enlarge)').textContent()).toBe(count);
		write(page, body('書き直した文です。'));
		await drawn.waitFor({ state: 'detached' });
	});

	it('an edited heading appears, although the lists of pages contain it too', async () => {
		write(page, body('書き直した文です。', '別の見出し'));
		await tab.getByText('別の見出し').waitFor();
	});

	it('a mistake appears over the page, and disappears when it is corrected', async () => {
		const overlay = tab.locator('vite-error-overlay');
		write(page, body('[先](/nowhere/)'));
		await expect.poll(() => overlay.locator('.message').textContent()).toContain(`${page}:`);
		write(page, body('直した文です。'));
		await tab.getByText('直した文です。').waitFor();
		await overlay.waitFor({ state: 'detached' });
	});
});
