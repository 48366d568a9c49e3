import {
	existsSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmdirSync,
	writeFileSync
} from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import adapterNode from '@sveltejs/adapter-node';
import { sourceStamp, stampFile } from './build-stamp.js';
import { createCompressor } from './compress.js';
import { policiesFile, policyOfPage } from './csp.js';

/** The programs of the output, by the names of their files. */
const entries = {
	index: fileURLToPath(new URL('../server.ts', import.meta.url)),
	instance: fileURLToPath(new URL('../instance.ts', import.meta.url))
};

/**
 * adapter-node with an entry of our own: `src/server.ts` replaces the `index.js` that adapter-node writes. The
 * original entry closes the listener at SIGTERM, before a load balancer can notice that `/readyz` fails, and
 * serves prerendered pages before any hook can set their headers.
 * @returns {import('@sveltejs/kit').Adapter}
 */
export default function adapter() {
	const out = 'build';
	const base = adapterNode({ out, precompress: true });
	return {
		...base,
		async adapt(builder) {
			// Before the steps below, which take long: a file that is edited during them makes the build stale.
			const stamp = sourceStamp(process.cwd(), process.env);
			const compressor = createCompressor('node_modules/.cache/wirelab/compressed');
			await base.adapt(adaptedBuilder(builder, compressor));
			compressor.prune();
			writePolicies(out);
			moveNotFoundPage(out);
			if (!existsSync(`${out}/prerendered/sitemap.xml`)) {
				builder.log.warn(
					'PUBLIC_SITE_URL is not set: sitemap.xml and robots.txt name the host of each request, pages have no canonical address'
				);
			}
			builder.log.minor('Building the entries');
			for (const [name, entry] of Object.entries(entries)) await bundleEntry(entry, name, out);
			writeFileSync(`${out}/${stampFile}`, stamp);
		}
	};
}

/**
 * Writes the policy of each prerendered page, for its header (see src/lib/server/host/page-policies.ts).
 * @param {string} out
 */
function writePolicies(out) {
	const folder = `${out}/prerendered`;
	const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((file) => file.replaceAll('\\', '/'))
		.filter((file) => /(^|\/)index\.html$/.test(file));
	const policies = pages.map((file) => [
		`/${file.slice(0, -'index.html'.length)}`,
		policyOfPage(readFileSync(`${folder}/${file}`, 'utf8'))
	]);
	writeFileSync(`${out}/${policiesFile}`, JSON.stringify(Object.fromEntries(policies)));
}

/**
 * Moves the prerendered `/404/` out of the pages: it is the response to every unknown path (see
 * src/lib/server/host/not-found.ts).
 * @param {string} out
 */
function moveNotFoundPage(out) {
	const folder = `${out}/prerendered/404`;
	for (const file of readdirSync(folder)) {
		renameSync(`${folder}/${file}`, `${out}/${file.replace('index', 'not-found')}`);
	}
	rmdirSync(folder);
}

/**
 * Makes the build directory relative, and keeps compressed files between builds. adapter-node uses the
 * directory in a glob: an absolute path such as `/home/wirelab (1)` would be a pattern that matches nothing.
 * @param {import('@sveltejs/kit').Builder} builder
 * @param {import('./compress.js').Compressor} compressor
 * @returns {import('@sveltejs/kit').Builder}
 */
function adaptedBuilder(builder, compressor) {
	return {
		...builder,
		getBuildDirectory: (name) => relative(process.cwd(), builder.getBuildDirectory(name)),
		async compress(folder) {
			await compressor.compress(folder);
		}
	};
}

/**
 * Bundles the program `entry`, with everything that it imports except production dependencies, into the file
 * `name`.js in `out`.
 * @param {string} entry
 * @param {string} name
 * @param {string} out
 */
async function bundleEntry(entry, name, out) {
	// Imported here, because all tools load svelte.config.js and only a build needs Vite.
	const { build } = await import('vite');
	/** @type {{ dependencies?: Record<string, string> }} */
	const { dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
	await build({
		configFile: false,
		envDir: false,
		logLevel: 'warn',
		publicDir: false,
		// As in adapter-node, production dependencies stay in node_modules.
		ssr: { noExternal: true, external: Object.keys(dependencies) },
		build: {
			ssr: entry,
			outDir: out,
			emptyOutDir: false,
			sourcemap: true,
			target: 'node20',
			rolldownOptions: {
				external: ['./handler.js'],
				output: { format: 'esm', entryFileNames: `${name}.js` }
			}
		}
	});
}
