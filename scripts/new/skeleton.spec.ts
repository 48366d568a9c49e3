import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryProject } from '../../src/markdown/temporary-project.ts';
import { skeleton } from './skeleton.ts';
import { writeSkeleton } from './write.ts';

const { root, write } = temporaryProject('new');
write('content/ja/index.md', '');
write('content/ja/10-guide/index.md', '');
write('content/ja/10-guide/10-first.md', '');
write('content/ja/10-guide/75-last.md', '');
write('content/ja/20-examples/index.md', '');
write('src/lib/demos/sse/index.ts', '');
write('src/lib/examples/websocket/index.ts', '');

const pathsOf = (...args: string[]) => [...skeleton(root, args).files.keys()];

it('gives a page the next multiple of ten in its folder', () => {
	expect(pathsOf('page', 'top')).toEqual(['content/ja/30-top.md']);
	expect(pathsOf('page', 'guide/next')).toEqual(['content/ja/10-guide/80-next.md']);
	expect(pathsOf('page', 'examples/only')).toEqual(['content/ja/20-examples/10-only.md']);
});

it('gives a demonstration and an example their code, spec and browser test', () => {
	expect(pathsOf('demo', 'my-demo')).toEqual(
		expect.arrayContaining([
			'src/lib/demos/my-demo/MyDemo.svelte',
			'src/lib/demos/my-demo/newest.spec.ts',
			'tests/e2e/demos/my-demo.e2e.ts'
		])
	);
	expect(pathsOf('example', 'clock')).toEqual(
		expect.arrayContaining([
			'src/lib/examples/clock/Clock.svelte',
			'src/lib/examples/clock/protocol.spec.ts',
			'src/routes/api/examples/clock/+server.ts',
			'content/ja/20-examples/10-clock.md',
			'tests/e2e/examples/clock.e2e.ts'
		])
	);
});

it.each([
	[[], 'usage: npm run new -- page|demo|example <name>'],
	[['page'], 'usage: '],
	[['demo', 'a', 'b'], 'usage: '],
	[['lab', 'a'], 'unknown kind "lab"'],
	[['demo', 'MyDemo'], 'the name "MyDemo" must be lower-case ASCII words joined by -'],
	[['demo', '../sse'], 'the name "../sse" must be'],
	[['page', 'guide/'], 'the name "" must be'],
	[['page', 'labs/first'], 'there is no folder labs in content/ja/'],
	[['page', 'guide/first'], 'content/ja/10-guide/10-first.md already exists'],
	[['demo', 'sse'], 'src/lib/demos/sse/ already exists'],
	[['example', 'websocket'], 'src/lib/examples/websocket/ already exists']
])('rejects the arguments %j', (args, message) => {
	expect(() => skeleton(root, args)).toThrow(message);
});

it('writes all files or none', async () => {
	const { files } = skeleton(root, ['demo', 'written']);
	write('tests/e2e/demos/written.e2e.ts', '');
	await expect(writeSkeleton(root, files)).rejects.toThrow('written.e2e.ts already exists');
	expect(existsSync(join(root, 'src/lib/demos/written'))).toBe(false);

	rmSync(join(root, 'tests'), { recursive: true });
	expect(await writeSkeleton(root, files)).toEqual([...files.keys()]);
	expect(readFileSync(join(root, 'src/lib/demos/written/index.ts'), 'utf8')).toContain('Written');
});
