import { expect, it } from 'vitest';
import type { Project } from '../markdown/project.ts';
import { exampleNames, projectOf } from './project.ts';

const files: Record<string, string> = {
	'src/lib/examples/chat/index.ts': `export { default } from './Chat.svelte';`,
	'src/lib/examples/chat/Chat.svelte': `<script>import { a } from '$lib/protocol/a.ts';</script>`,
	'src/lib/examples/chat/chat.spec.ts': '',
	'src/lib/examples/chat/socket.server.ts': `import { host } from '../host.server.ts';`,
	'src/lib/examples/host.server.ts': `import '../server/realtime/index.ts';`,
	'src/lib/examples/kit/text.ts': '',
	'src/lib/protocol/a.ts': `import * as v from 'valibot';`,
	'src/routes/api/examples/chat/+server.ts': '',
	'src/downloads/template/src/lib/examples/host.server.ts': 'export const host = {};',
	'src/downloads/template/README.md': '# {{example}}',
	'package.json': JSON.stringify({ overrides: { rollup: '4.0.0' } }),
	'package-lock.json': JSON.stringify({
		packages: Object.fromEntries(
			[
				...['@sveltejs/adapter-node', '@sveltejs/kit', '@sveltejs/vite-plugin-svelte', 'svelte'],
				...['svelte-check', 'typescript', 'vite', '@types/node', 'ws', '@types/ws', 'valibot']
			].map((name) => [`node_modules/${name}`, { version: '1.2.3' }])
		)
	}),
	'src/styles/tokens.css': '',
	'src/styles/base.css': '',
	'src/styles/controls.css': ''
};
const sources: Pick<Project, 'read' | 'list'> = {
	read: (path) => files[path] ?? null,
	list(folder) {
		const below = Object.keys(files).filter((path) => path.startsWith(folder));
		return [...new Set(below.map((path) => path.slice(folder.length).replace(/\/.*/, '/')))];
	}
};

it('finds the examples by their folders', () => {
	expect(exampleNames(sources)).toEqual(['chat']);
});

it('includes the example at the same paths, what it imports, its endpoints, and no spec', () => {
	const project = projectOf('chat', sources);
	expect([...project.keys()]).toEqual(
		expect.arrayContaining([
			...['src/lib/examples/chat/Chat.svelte', 'src/lib/examples/chat/socket.server.ts'],
			...['src/lib/protocol/a.ts', 'src/routes/api/examples/chat/+server.ts']
		])
	);
	expect([...project.keys()].filter((path) => path.includes('.spec.'))).toEqual([]);
});

it('uses the server of the template, not this site’s', () => {
	const project = projectOf('chat', sources);
	expect(project.get('src/lib/examples/host.server.ts')).toBe('export const host = {};');
	expect([...project.keys()]).not.toContain('src/lib/server/realtime/index.ts');
	expect(project.get('README.md')).toBe('# chat');
});

it('pins the versions of packages that this site runs with', () => {
	const manifest = JSON.parse(projectOf('chat', sources).get('package.json') ?? '') as {
		dependencies: Record<string, string>;
		overrides: object;
	};
	expect(manifest.dependencies).toMatchObject({ valibot: '1.2.3', svelte: '1.2.3' });
	expect(manifest.overrides).toEqual({ rollup: '4.0.0' });
});

it('throws for an unknown example', () => {
	expect(() => projectOf('no', sources)).toThrow('there is no example no');
});
