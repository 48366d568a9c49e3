/**
 * `npm run new -- page|demo|example <name>` writes the files of a new page, demonstration or example,
 * which pass `npm run lint` and `npm run check` as they are.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { skeleton } from './new/skeleton.ts';
import { writeSkeleton } from './new/write.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
	const { files, next } = skeleton(root, process.argv.slice(2));
	for (const path of await writeSkeleton(root, files)) console.log(`written  ${path}`);
	// Generates the types of a new route, which its endpoint may import from `./$types`.
	spawnSync(process.execPath, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync'], { cwd: root });
	console.log(`next: ${next}`);
} catch (error) {
	console.error(`new: ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
}
