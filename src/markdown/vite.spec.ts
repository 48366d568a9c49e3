import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, createLogger, createServer, type Rolldown, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { diagramEvent } from './diagram-event.ts';
import { pageOf } from './fixture.ts';
import { temporaryProject } from './temporary-project.ts';
import { markdown } from './vite.ts';

const { root, write } = temporaryProject('markdown');

const page = pageOf('はじめの文です。\n\n```ts file=src/shown.ts\n```\n');
const plugins = () => [markdown(), svelte({ configFile: false, extensions: ['.svelte', '.md'] })];

beforeAll(() => {
	write('content/ja/index.md', page);
	write('content/facts.yaml', '');
	write('src/shown.ts', 'const shown = 1;');
	write(
		'entry.js',
		[
			"export { default, metadata } from '/content/ja/index.md';",
			"export { pages } from 'virtual:wirelab/pages';",
			"export { contents } from 'virtual:wirelab/contents';"
		].join('\n')
	);
});

describe('a production build', () => {
	async function bundle(ssr: boolean): Promise<string> {
		const built = await build({
			configFile: false,
			logLevel: 'silent',
			root,
			plugins: plugins(),
			build: {
				write: false,
				minify: false,
				ssr,
				rolldownOptions: {
					input: join(root, 'entry.js'),
					external: /^(svelte|\$lib)/,
					preserveEntrySignatures: 'strict'
				}
			}
		});
		const { output } = built as Rolldown.RolldownOutput;
		return output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
	}

	it('has the text, the code and the list of pages on the server', async () => {
		const code = await bundle(true);
		expect(code).toContain('はじめの文です。');
		expect(code).toContain('shown = ');
		expect(code).toMatch(/"?path"?: "\/"/);
	});

	it('has the title but no text of the page in the browser', async () => {
		const code = await bundle(false);
		expect(code).toContain('題名');
		expect(code).toContain('pages = []');
		expect(code).not.toMatch(/はじめの文|shown/);
	});

	it('imports every page on the server, and in the browser only pages with live parts', async () => {
		expect(await bundle(true)).toMatch(/"\/": \(\) =>/);
		expect(await bundle(false)).not.toMatch(/"\/": \(\) =>/);
		write('content/ja/index.md', pageOf('<Checklist id="a">\n\n- [ ] b\n\n</Checklist>'));
		expect(await bundle(false)).toMatch(/"\/": \(\) =>/);
		write('content/ja/index.md', page);
	});

	it('reports the mistakes of all pages before it bundles anything', async () => {
		write('content/ja/index.md', pageOf('a\n\n<b>b'));
		write('content/ja/10-a.md', pageOf('[^1]'));
		const reason = await bundle(true).catch((error: unknown) => String(error));
		expect(reason).toContain('content/ja/index.md:7: <b> is not closed');
		expect(reason).toContain('content/ja/10-a.md:5: [^1]: footnotes are not supported');
		rmSync(join(root, 'content/ja/10-a.md'));
		write('content/ja/index.md', page);
	});
});

describe('in development', () => {
	let server: ViteDevServer;

	beforeAll(async () => {
		server = await createServer({
			configFile: false,
			logLevel: 'silent',
			root,
			plugins: plugins(),
			appType: 'custom',
			server: { middlewareMode: true, ws: false, watch: null },
			optimizeDeps: { noDiscovery: true }
		});
	});

	afterAll(() => server.close());

	/** Writes a file and calls the plugin's hook as Vite does. Returns the types of the messages to the browser. */
	async function edit(path: string, text: string): Promise<string[]> {
		write(path, text);
		const sent: string[] = [];
		const { client, ssr } = server.environments;
		const { hot } = client;
		const send = hot.send.bind(hot);
		hot.send = (payload: unknown) =>
			void sent.push(typeof payload === 'string' ? 'custom' : (payload as { type: string }).type);
		const plugin = server.config.plugins.find(({ name }) => name === 'wirelab:markdown');
		for (const environment of [client, ssr]) {
			const modules = [...(environment.moduleGraph.getModulesByFile(join(root, path)) ?? [])];
			for (const module of modules) environment.moduleGraph.invalidateModule(module);
			const file = join(root, path);
			const options = { type: 'update', file, modules, server, timestamp: 0, read: () => text };
			const hook = plugin?.hotUpdate as (this: unknown, options: unknown) => Promise<unknown>;
			await hook.call({ environment }, options);
		}
		hot.send = send;
		return sent;
	}

	const transform = async (name: 'client' | 'ssr') =>
		(await server.environments[name].transformRequest('/content/ja/index.md'))?.code ?? '';

	it('puts the text of a page in its code for the server and for the browser', async () => {
		expect(await transform('client')).toContain('はじめの文です。');
		expect(await transform('ssr')).toContain('はじめの文です。');
	});

	it('renders a page again and reloads after an edit of a file that it prints', async () => {
		await transform('client');
		await transform('ssr');
		expect(await edit('src/shown.ts', 'const edited = 2;')).toEqual(['full-reload']);
		expect(await transform('ssr')).toContain('edited');
		expect(await transform('client')).toContain('edited');
	});

	it('sends only the texts after an edit of a sentence', async () => {
		await transform('client');
		expect(await edit('content/ja/index.md', page.replace('はじめ', '別'))).toEqual(['custom']);
		expect(await transform('client')).toContain('別の文です。');
		expect(await transform('ssr')).toContain('別の文です。');
		expect(await edit('content/ja/index.md', page)).toEqual(['custom']);
	});

	it('lists the pages again after an edit', async () => {
		const list = async () =>
			(await server.environments.ssr.transformRequest('virtual:wirelab/pages'))?.code ?? '';
		expect(await list()).not.toContain('new-heading');
		await edit('content/ja/index.md', `${page}\n## New heading\n`);
		const { moduleGraph } = server.environments.ssr;
		const module = moduleGraph.getModuleById('\0virtual:wirelab/pages');
		if (module) moduleGraph.invalidateModule(module);
		expect(await list()).toContain('new-heading');
	});

	it('reloads when a mistake is reverted', async () => {
		await edit('content/ja/index.md', pageOf('[b](/nowhere/)'));
		await expect(transform('ssr')).rejects.toThrow('leads nowhere');
		expect(await edit('content/ja/index.md', page)).toEqual(['full-reload']);
		expect(await transform('ssr')).toContain('はじめの文です。');
	});

	it('ignores other files', async () => {
		await transform('ssr');
		expect(await edit('src/other.ts', 'x')).toEqual([]);
	});
});

it('does not stop the search for dependencies when development starts', async () => {
	const problems: string[] = [];
	const note = (text: string) => void problems.push(text);
	write('needs.js', "import { contents } from 'virtual:wirelab/contents';\nimport 'devalue';\n");
	const server = await createServer({
		configFile: false,
		customLogger: { ...createLogger('silent'), error: note, warn: note },
		root,
		cacheDir: join(root, '.vite-scan'),
		plugins: plugins(),
		server: { port: 0, ws: false, watch: null },
		optimizeDeps: { entries: ['needs.js'] }
	});
	await server.listen();
	const { depsOptimizer } = server.environments.client;
	await depsOptimizer?.scanProcessing;
	const { discovered, optimized } = depsOptimizer?.metadata ?? {};
	await server.close();
	expect(problems).toEqual([]);
	expect(Object.keys({ ...discovered, ...optimized })).toContain('devalue');
});

it('shows in the overlay why the browser cannot draw a diagram, with the file and line', async () => {
	const diagram = '```mermaid title="図" alt="説明"\nsequenceDiagram\n  wrong\n```';
	write('content/ja/index.md', pageOf(`文です。\n\n${diagram}`));
	write('src/markdown/DiagramDrawer.svelte', '<p></p>');
	const logged: string[] = [];
	const server = await createServer({
		configFile: false,
		customLogger: { ...createLogger('silent'), error: (text) => void logged.push(text) },
		root,
		cacheDir: join(root, '.vite-diagram'),
		plugins: plugins(),
		server: { port: 0, watch: null },
		optimizeDeps: { noDiscovery: true }
	});
	await server.listen();
	const { client } = server.environments;
	const code = (await client.transformRequest('/content/ja/index.md'))?.code ?? '';
	const hash = /data-undrawn=\\?"([0-9a-f]{16})/.exec(code)?.[1];
	const browser = new WebSocket(
		server.resolvedUrls?.local[0]?.replace('http', 'ws') ?? '',
		'vite-hmr'
	);
	const received: { type: string; err?: { message: string; loc: unknown } }[] = [];
	browser.on('message', (text: Buffer) => {
		const message = JSON.parse(text.toString()) as (typeof received)[number];
		received.push(message);
		const data = { hash, reason: 'Parse error on line 2:\n  wrong' };
		const report = { type: 'custom', event: diagramEvent, data };
		if (message.type === 'connected') browser.send(JSON.stringify(report));
	});
	await vi.waitFor(() => expect(received.map(({ type }) => type)).toEqual(['connected', 'error']));
	browser.close();
	await server.close();
	write('content/ja/index.md', page);
	const message = 'content/ja/index.md:9: Mermaid: Parse error:   wrong';
	expect(received[1]?.err).toMatchObject({ message, loc: { line: 9 } });
	expect(logged).toEqual([message]);
});
