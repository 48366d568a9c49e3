import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Within the project, so that the programs find its packages. */
const folder = join(root, 'node_modules/.cache/wirelab-tests');

/**
 * Compiles a program with all its modules into one file, which starts with a third of the work that `tsx` needs.
 * Use it for programs that tests start again and again.
 *
 * @param source written as `new URL('program.ts', import.meta.url)`, so that knip knows the program is used
 * @returns the absolute path of the file
 */
export async function compileProgram(source: URL): Promise<string> {
	const entry = fileURLToPath(source);
	const built = await build({
		root,
		configFile: false,
		logLevel: 'error',
		resolve: { alias: { $lib: join(root, 'src/lib') } },
		build: {
			ssr: entry,
			target: 'node20',
			write: false,
			rolldownOptions: { output: { codeSplitting: false, sourcemap: 'inline' } }
		}
	});
	const [chunk, ...others] = 'output' in built ? built.output : [];
	if (chunk === undefined || others.length > 0)
		throw new Error(`${entry} was not compiled into one file`);

	mkdirSync(folder, { recursive: true });
	const path = join(folder, `${basename(entry, '.ts')}.js`);
	// Several processes may compile the same program while others start it.
	const own = `${path}.${process.pid}`;
	writeFileSync(own, chunk.code);
	renameSync(own, path);
	return path;
}
