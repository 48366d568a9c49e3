/**
 * Runs knip, which reports unused files, exports and packages, with the arguments of this program.
 *
 * knip puts the path of the project into its glob patterns without escaping it, so in a folder such as
 * `wirelab (1)` it finds no file. There it runs on a copy of the project in a temporary folder.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { hasGlobCharacters, withCopy } from './lib/plain-copy.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function knip(cwd: string): number {
	const args = ['node_modules/knip/bin/knip.js', ...process.argv.slice(2)];
	return spawnSync(process.execPath, args, { cwd, stdio: 'inherit' }).status ?? 1;
}

process.exitCode = hasGlobCharacters(root) ? withCopy(root, knip) : knip(root);
