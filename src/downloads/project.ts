import { filesIn, type Project } from '../markdown/project.ts';
import { closureOf } from './closure.ts';

const templateFolder = 'src/downloads/template/';
const examplesFolder = 'src/lib/examples/';

/** Packages that every project needs, although its files do not import all of them. */
const tools = [
	...['@sveltejs/adapter-node', '@sveltejs/kit', '@sveltejs/vite-plugin-svelte', 'svelte'],
	...['svelte-check', 'typescript', 'vite', '@types/node', 'ws', '@types/ws']
];

/** The site's styles for colors, buttons and fields. */
const styles = ['tokens', 'base', 'controls'].map((name) => `src/styles/${name}.css`);

/** Names of the examples: the folders with an `index.ts`. */
export function exampleNames(project: Pick<Project, 'list'>): string[] {
	return filesIn(project, examplesFolder)
		.map((path) => /^([^/]+)\/index\.ts$/.exec(path.slice(examplesFolder.length))?.[1])
		.filter((name) => name !== undefined);
}

/**
 * An example as a separate project: path → text. The example's files keep their paths, so that the
 * reader gets what a page prints; the template adds the rest, including a `host.server.ts` that does not
 * depend on this site's server.
 */
export function projectOf(
	example: string,
	sources: Pick<Project, 'read' | 'list'>
): Map<string, string> {
	const own = [
		...filesIn(sources, `${examplesFolder}${example}/`),
		...filesIn(sources, `src/routes/api/examples/${example}/`)
	].filter((path) => !path.endsWith('.spec.ts'));
	if (own.length === 0) throw new Error(`there is no example ${example}`);
	const template = new Map(
		filesIn(sources, templateFolder).map((path) => [
			path.slice(templateFolder.length),
			sources.read(path) ?? ''
		])
	);
	const read = (path: string) => template.get(path) ?? sources.read(path);
	const { files, packages } = closureOf([...own, ...styles, ...template.keys()], readCode);

	/** Files below `build/` do not exist yet: the reader's build writes them. */
	function readCode(path: string): string | null {
		return path.startsWith('build/')
			? ''
			: (read(path)?.replaceAll('{{example}}', example) ?? null);
	}

	const project = new Map(
		files
			.filter((path) => !path.startsWith('build/'))
			.map((path) => [path, readCode(path) ?? ''] as const)
	);
	const names = [...new Set([...packages, ...tools])].sort();
	project.set('package.json', packageJson(example, names, sources));
	project.set('src/app.html', appHtml(example));
	project.set('static/favicon.svg', sources.read('static/favicon.svg') ?? '');
	return project;
}

interface Lock {
	packages: Record<string, { version?: string } | undefined>;
}

function packageJson(
	example: string,
	packages: readonly string[],
	{ read }: Pick<Project, 'read'>
): string {
	const { packages: locked } = JSON.parse(read('package-lock.json') ?? '{}') as Lock;
	const { overrides } = JSON.parse(read('package.json') ?? '{}') as { overrides?: object };
	const dependencies = Object.fromEntries(
		packages.map((name) => {
			const version = locked[`node_modules/${name}`]?.version;
			if (version === undefined) throw new Error(`${name} is not in package-lock.json`);
			return [name, version];
		})
	);
	const manifest = {
		name: `wirelab-${example}`,
		version: '1.0.0',
		private: true,
		type: 'module',
		engines: { node: '>=20.19' },
		scripts: {
			dev: 'vite dev',
			build: 'vite build',
			start: 'node server.js',
			check: 'svelte-kit sync && svelte-check --tsconfig ./tsconfig.json'
		},
		dependencies,
		overrides
	};
	return `${JSON.stringify(manifest, null, '\t')}\n`;
}

function appHtml(example: string): string {
	return `<!doctype html>
<html lang="ja">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<link rel="icon" href="%sveltekit.assets%/favicon.svg" type="image/svg+xml" />
		<title>${example}</title>
		%sveltekit.head%
	</head>
	<body>
		<div id="app">%sveltekit.body%</div>
	</body>
</html>
`;
}
