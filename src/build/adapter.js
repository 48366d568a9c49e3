import { readFileSync, readdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import adapterNode from '@sveltejs/adapter-node';
import { sourceStamp, stampFile } from './build-stamp.js';

const entry = fileURLToPath(new URL('../server.ts', import.meta.url));

/**
 * adapter-node with our own entry: `src/server.ts` is bundled over the `index.js` it writes.
 * Its entry closes the listener at SIGTERM, before readiness can be seen to fall, and serves
 * prerendered pages before any hook could set their headers.
 * @param {import('@sveltejs/adapter-node').AdapterOptions} [options]
 * @returns {import('@sveltejs/kit').Adapter}
 */
export default function adapter(options) {
	const out = options?.out ?? 'build';
	const base = adapterNode({ precompress: true, ...options });
	return {
		...base,
		async adapt(builder) {
			// taken first: a file that changes while we build makes the result stale
			const stamp = sourceStamp(process.cwd(), process.env);
			await base.adapt(withRelativePaths(builder));
			takeNotFoundPage(out);
			builder.log.minor('Building the entry');
			await bundleEntry(out);
			writeFileSync(`${out}/${stampFile}`, stamp);
		}
	};
}

/**
 * The prerendered `/404/` is no page of its own but the answer to every unknown address: see
 * src/lib/server/host/not-found.ts.
 * @param {string} out
 */
function takeNotFoundPage(out) {
	const folder = `${out}/prerendered/404`;
	for (const file of readdirSync(folder)) {
		renameSync(`${folder}/${file}`, `${out}/${file.replace('index', 'not-found')}`);
	}
	rmdirSync(folder);
}

/**
 * adapter-node makes a glob of the build directory. An absolute path in it is taken as a pattern, so
 * that a folder `wirelab (1)` matches nothing; of a relative one the plugin escapes what it adds.
 * @param {import('@sveltejs/kit').Builder} builder
 * @returns {import('@sveltejs/kit').Builder}
 */
function withRelativePaths(builder) {
	return {
		...builder,
		getBuildDirectory: (name) => relative(process.cwd(), builder.getBuildDirectory(name))
	};
}

/** @param {string} out */
async function bundleEntry(out) {
	// only a build needs Vite here, yet svelte.config.js is read by every tool
	const { build } = await import('vite');
	/** @type {{ dependencies?: Record<string, string> }} */
	const { dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
	await build({
		configFile: false,
		envDir: false,
		logLevel: 'warn',
		publicDir: false,
		// as adapter-node does: what is a production dependency stays in node_modules
		ssr: { noExternal: true, external: Object.keys(dependencies) },
		build: {
			ssr: entry,
			outDir: out,
			emptyOutDir: false,
			sourcemap: true,
			target: 'node20',
			rolldownOptions: {
				external: ['./handler.js'],
				output: { format: 'esm', entryFileNames: 'index.js' }
			}
		}
	});
}
