import type { PlacedBlock } from '../../../src/markdown/check-content.ts';
import type { Project } from '../../../src/markdown/project.ts';

/** The specs that run the attack suite, and the printed files that each of them covers. */
export const attacked: readonly { spec: string; files: RegExp }[] = [
	{
		spec: 'tests/samples/guide.spec.ts',
		files:
			/^tests\/samples\/(app\/(server\/|vite\.config\.ts$)|guide\/(express|operators|scale-out)\.ts$|topics\/heartbeat\.ts$)/
	},
	{
		spec: 'tests/samples/first-steps.spec.ts',
		files: /^tests\/(first-steps\/steps|samples\/app\/src)\//
	},
	{
		spec: 'tests/host/attacks.spec.ts',
		files: /^src\/(lib\/(server|remote)\/|routes\/|server\.ts$|build\/vite-realtime\.ts$)/
	},
	{ spec: 'tests/host/downloads.spec.ts', files: /^src\/lib\/examples\// }
];

/** Server code, by its imports and calls or by its path. */
const serverCode =
	/from '(ws|socket\.io|redis|express|node:http|node:net|\$app\/server)'|\.on\('upgrade'|createServer\(/;
const serverFile = /\/server\/|\.server\.|\+server\.|\.remote\.|(^|\/)server\.[jt]s$/;

/** The file of a block, without its region; empty for an inline block. */
const fileOf = ({ source }: PlacedBlock) => source?.replace(/#.*/, '') ?? '';

function isServerSample(block: PlacedBlock, project: Project): boolean {
	const { lang, kind } = block;
	if (!['ts', 'js', 'svelte'].includes(lang) || kind === 'counter') return false;
	const path = fileOf(block);
	// The programs of tests/symptoms crash on purpose.
	if (path.startsWith('tests/symptoms/')) return false;
	// Neither is a server: a printed spec is a test, and `src/lib/client` runs in the browser.
	if (path.endsWith('.spec.ts') || path.startsWith('src/lib/client/')) return false;
	const text = path === '' ? block.code : (project.read(path) ?? '');
	return serverFile.test(path) || serverCode.test(text);
}

/** The server samples among the printed blocks, and those that no spec of `attacked` covers. */
export function serverSamples(blocks: readonly PlacedBlock[], project: Project) {
	const samples = blocks.filter((block) => isServerSample(block, project));
	const uncovered = samples
		.filter((block) => !attacked.some(({ files }) => files.test(fileOf(block))))
		.map((block) => `${block.file}:${block.line} prints ${fileOf(block) || 'a server sample'}`);
	return { samples, uncovered };
}
