import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { tsProjects } from './ts-projects.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replaceAll('\\', '/');
const components = [
	{ extension: 'svelte', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred }
];

function configurationOf(name: string): ts.ParsedCommandLine {
	const config = tsProjects.find((project) => project.name === name)?.config ?? '';
	const parsed = ts.getParsedCommandLineOfConfigFile(
		join(root, config),
		{ noEmit: true, incremental: false },
		{ ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
		undefined,
		undefined,
		components
	);
	if (!parsed) throw new Error(`${config} cannot be read`);
	return parsed;
}

/** Parsed files, cached because the projects share the declarations, and parsing those takes most of the time. */
const parsedFiles = new Map<string, ts.SourceFile>();

/**
 * The names that are undefined in a new file of a project. The file imports `packages`, because a package may declare
 * globals.
 */
function unknownNames(
	name: string,
	file: string,
	packages: readonly string[],
	names: readonly string[]
): string[] {
	const { options, fileNames } = configurationOf(name);
	const path = `${root}${file}`;
	const uses = names.map((global, i) => `export const use${String(i)} = ${global};`);
	const code = [...packages.map((imported) => `import '${imported}';`), ...uses];
	const host = ts.createCompilerHost(options);
	const read = host.getSourceFile.bind(host);
	host.getSourceFile = (wanted, ...rest) => {
		if (wanted === path) {
			return ts.createSourceFile(path, code.join('\n'), ts.ScriptTarget.ESNext);
		}
		const source = parsedFiles.get(wanted) ?? read(wanted, ...rest);
		if (source) parsedFiles.set(wanted, source);
		return source;
	};
	const globals = fileNames.filter((declared) => declared.endsWith('.d.ts'));
	const program = ts.createProgram([...globals, path], options, host);
	return program
		.getSemanticDiagnostics(program.getSourceFile(path))
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
		.map((message) => /^Cannot find name '(\w+)'/.exec(message)?.[1] ?? message);
}

const node = ['process', 'Buffer', 'setImmediate', '__dirname'];
const dom = ['document', 'window', 'localStorage', 'HTMLElement'];

test.each([
	['shared', 'src/lib/protocol/new.ts', ['valibot'], ['crypto'], [...node, ...dom]],
	['browser', 'src/lib/client/new.ts', ['svelte', '@sveltejs/kit'], ['crypto', ...dom], node],
	['server', 'src/lib/server/new.ts', ['@sveltejs/kit', 'ws'], ['fetch', ...node], dom],
	['build', 'src/build/new.ts', ['vite', 'svelte/compiler'], ['fetch', ...node], dom]
])(
	'in the project %s, a file such as %s that imports %j may use %j but not %j',
	(project, file, packages, known, unknown) => {
		expect(unknownNames(project, file, packages, [...known, ...unknown])).toEqual(unknown);
	}
);

test.each([
	['shared', 'src/lib/protocol/room.ts'],
	['browser', 'src/lib/client/sse.ts'],
	['browser', 'src/lib/demos/sse/Sse.svelte'],
	['browser', 'src/lib/examples/cursors/protocol.ts'],
	['browser', 'src/markdown/DiagramDrawer.svelte'],
	['browser', 'src/routes/+layout.ts'],
	['server', 'src/lib/examples/cursors/socket.server.ts'],
	['server', 'src/lib/server/realtime/index.ts'],
	['server', 'src/lib/remote/room.remote.ts'],
	['server', 'src/hooks.server.ts'],
	['build', 'src/markdown/compile.ts'],
	['build', 'scripts/test.ts'],
	['everything', 'tests/lib/host.ts'],
	['everything', 'src/lib/client/backoff.spec.ts']
])('the project %s includes %s', (project, file) => {
	expect(configurationOf(project).fileNames).toContain(`${root}${file}`);
});

test('every file of src is in a project, and none is in both browser and server', () => {
	const separate = ['shared', 'server', 'browser', 'build'];
	const files = Object.fromEntries(
		separate.map((project) => [
			project,
			configurationOf(project).fileNames.filter((file) => !/\.d\.ts$/.test(file))
		])
	);
	const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
		.map((file) => `${root}src/${file.replaceAll('\\', '/')}`)
		.filter((file) => /\.(ts|js|svelte)$/.test(file))
		.filter((file) => !/(\.spec|\.d)\.ts$|\/src\/downloads\/template\//.test(file));
	const all = new Set(Object.values(files).flat());
	expect(sources.length).toBeGreaterThan(300);
	expect(sources.filter((file) => !all.has(file))).toEqual([]);
	expect(files.browser?.filter((file) => files.server?.includes(file))).toEqual([]);
});
