import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles a module of the project as a script that assigns its exports to the global `name`. */
export async function bundleScript(entry: string, name: string): Promise<string> {
	const built = await build({
		configFile: false,
		publicDir: false,
		logLevel: 'error',
		resolve: { alias: { $lib: `${root}src/lib` } },
		build: {
			write: false,
			minify: false,
			lib: { entry: root + entry, formats: ['iife'], name }
		}
	});
	const [output] = built as Rolldown.RolldownOutput[];
	const chunk = output?.output[0];
	if (!chunk) throw new Error(`${entry} could not be bundled`);
	return chunk.code;
}
