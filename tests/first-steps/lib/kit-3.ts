import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readRegion } from '../../../src/markdown/region.ts';

const folder = fileURLToPath(new URL('../kit-3/', import.meta.url));

/** The patches on the page about SvelteKit 3: first those that also work with SvelteKit 2, then the rest. */
export type Patch = 'before.patch' | 'switch.patch';

export const installCommands = readRegion(readFileSync(`${folder}commands.sh`, 'utf8'), 'packages');

/** Applies a printed patch to a project, or the part of it whose paths match the pattern `include`. */
export async function applyPatch(app: string, patch: Patch, include?: string): Promise<void> {
	const limit = include === undefined ? [] : [`--include=${include}`];
	// A clone may have other line endings than the project that sv creates.
	await promisify(execFile)('git', ['apply', '--ignore-whitespace', ...limit, folder + patch], {
		cwd: app,
		// The patch is for this folder, even if a folder above it is a repository.
		env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(app) }
	});
}

/** Adds the endpoints that the tests observe: an open stream and a live query. */
export async function addProbes(app: string): Promise<void> {
	await cp(`${folder}probes`, app, { recursive: true });
	const path = `${app}/vite.config.ts`;
	const config = await readFile(path, 'utf8');
	await writeFile(
		path,
		config.replace(
			'adapter: adapter()',
			'adapter: adapter(), experimental: { remoteFunctions: true }'
		)
	);
}
