import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, createLogger, createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOf } from '../../src/markdown/fixture.ts';
import { temporaryProject } from '../../src/markdown/temporary-project.ts';
import { markdown } from '../../src/markdown/vite.ts';
import { mistakes, type Mistake } from './mistakes.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const folder = 'content/ja/90-mistakes';
const fileOf = (mistake: Mistake) => {
	const index = mistakes.indexOf(mistake);
	return `${folder}/${10 + index}-page-${index}.md`;
};
const compiled = mistakes.filter(({ lintOnly }) => !lintOnly);
const reportsOf = (mistake: Mistake) =>
	mistake.reports.map(([line, reason]) => `${fileOf(mistake)}:${line}: ${reason}`);
/** The lines about one mistake in a report on all pages, without duplicates: Vite repeats the first mistake. */
const linesAbout = (mistake: Mistake, text: string) => [
	...new Set(
		text
			.split('\n')
			.map((line) => line.slice(Math.max(0, line.indexOf(fileOf(mistake)))))
			.filter((line) => line.startsWith(`${fileOf(mistake)}:`) && /:\d+: /.test(line))
	)
];

/** Writes one page per mistake into a project’s content. */
function writeMistakePages(root: string, which: readonly Mistake[]): void {
	mkdirSync(join(root, folder), { recursive: true });
	writeFileSync(join(root, folder, 'index.md'), pageOf('誤りの一覧です。\n'));
	for (const mistake of which) writeFileSync(join(root, fileOf(mistake)), mistake.source);
}

describe('reports of mistakes: file, line and what to do', () => {
	const { root, write } = temporaryProject('mistakes');
	const printed: string[] = [];
	const logger = createLogger('error');
	logger.error = (message) => void printed.push(message);
	const config = () => ({
		root,
		configFile: false as const,
		customLogger: logger,
		plugins: [markdown(), svelte({ configFile: false, extensions: ['.svelte', '.md'] })]
	});
	let server: ViteDevServer;
	let built = '';

	beforeAll(async () => {
		for (const name of ['facts.yaml', 'traps.yaml']) {
			mkdirSync(join(root, 'content'), { recursive: true });
			cpSync(join(project, 'content', name), join(root, 'content', name));
		}
		write('content/ja/index.md', pageOf('最初のページです。\n'));
		write('src/server.ts', 'export {};\n');
		write('src/lib/demos/sse/index.ts', '');
		write('static/icon.svg', '<svg/>');
		write('entry.js', "import 'virtual:wirelab/pages';");
		writeMistakePages(root, compiled);
		const rolldownOptions = { input: join(root, 'entry.js') };
		built = await build({ ...config(), build: { write: false, ssr: true, rolldownOptions } }).then(
			() => '',
			(error: unknown) => (error instanceof Error ? error.message : String(error))
		);
		server = await createServer({
			...config(),
			server: { port: 0, host: '127.0.0.1', watch: null },
			optimizeDeps: { noDiscovery: true }
		});
		await server.listen();
	});
	afterAll(() => server.close());

	test.each(compiled)('a build reports it together with all other mistakes: $name', (mistake) => {
		const lines = linesAbout(mistake, built);
		expect(lines).toEqual(reportsOf(mistake).map((report) => expect.stringContaining(report)));
	});

	test.each(compiled)(
		'the development server reports it in the terminal and in the browser: $name',
		async (mistake) => {
			printed.length = 0;
			const shown: string[] = [];
			const { hot } = server.environments.client;
			const send = hot.send.bind(hot);
			hot.send = (payload: unknown) => {
				const { type, err } = payload as { type: string; err?: { message: string } };
				if (type === 'error') shown.push(err?.message ?? '');
			};
			const address = server.resolvedUrls?.local[0] ?? '';
			const { status } = await fetch(`${address}${fileOf(mistake)}?import`);
			hot.send = send;
			expect(status).toBe(500);
			for (const report of reportsOf(mistake)) {
				expect(shown.join('\n')).toContain(report);
				expect(printed.join('\n')).toContain(report);
			}
		}
	);

	test('the development server still answers afterwards', async () => {
		const address = server.resolvedUrls?.local[0] ?? '';
		expect((await fetch(`${address}content/ja/index.md?import`)).status).toBe(200);
	});
});

describe('npm run lint -- FILE', () => {
	const { root } = temporaryProject('lint-file');
	const notCopied = ['.git', '.svelte-kit', 'build', 'node_modules', 'test-results', 'coverage'];
	const lint = (...files: string[]) => {
		const { status, stderr } = spawnSync(
			process.execPath,
			['--import', 'tsx', 'scripts/lint.ts', ...files],
			{ cwd: root, encoding: 'utf8', env: { ...process.env, INIT_CWD: root } }
		);
		return { status, stderr };
	};
	let reported = '';

	beforeAll(() => {
		cpSync(project, root, {
			recursive: true,
			filter: (path) =>
				path === project || !notCopied.includes(basename(path)) || path.includes('/src/')
		});
		cpSync(join(project, '.svelte-kit'), join(root, '.svelte-kit'), {
			recursive: true,
			filter: (path) => !/\/(?:output|adapter-node)$/.test(path)
		});
		writeMistakePages(root, mistakes);
		reported = lint(...mistakes.map(fileOf)).stderr;
	}, 300_000);

	test.each(mistakes)('reports every mistake on the named pages: $name', (mistake) => {
		const lines = linesAbout(mistake, reported).join('\n');
		for (const report of reportsOf(mistake)) expect(lines).toContain(report);
	});

	test('accepts a correct page and README.md, and reports a file that does not exist', () => {
		expect(lint(`${folder}/index.md`, 'README.md')).toEqual({ status: 0, stderr: '' });
		expect(lint('content/ja/nowhere.md').stderr).toContain('there is no such file');
	}, 300_000);
});
