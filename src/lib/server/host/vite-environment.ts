import { randomBytes } from 'node:crypto';
import { loadEnv, type ConfigEnv } from 'vite';
import { parseConfig } from '../config.ts';
import type { Env } from '../env.ts';
import { createLog } from '../realtime/operations/log.ts';
import { printLine, stderr } from '../output.ts';
import { orExit } from './environment.ts';

/**
 * The environment under Vite: the process's own, which wins, and `.env` files. Except for a build, it is
 * validated before anything starts; a bad value ends the process with one line.
 */
export function viteEnvironment({ command, mode, isPreview }: ConfigEnv): Env {
	checkFolder(process.cwd());
	const env: Env = loadEnv(mode, process.cwd(), '');
	if (command === 'build') return env;
	const config = orExit(() => parseConfig(env));
	if (!env.JWT_SECRET) {
		// Created once, so that sessions remain valid after an edit of server code. The warning is logged here,
		// because later `env` has a secret.
		for (const warning of config.warnings) createLog(config).warn(warning);
		env.JWT_SECRET = randomBytes(32).toString('base64url');
	}
	// The built server reads process.env, as `node build` does.
	if (isPreview) Object.assign(process.env, env);
	return env;
}

/** Ends the process with one line if a build in this folder would fail midway, without naming the reason. */
function checkFolder(folder: string): void {
	if (!/[#?*]/.test(folder)) return;
	printLine(stderr, `Rename the folder ${folder}: Vite cannot work in a path with #, ? or *`);
	process.exit(1);
}
