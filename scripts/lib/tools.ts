import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** A program that npm does not install: how to find it, and how to install it. */
export interface Tool {
	/** Its name in messages. */
	name: string;
	/** Environment variable with its path, which has priority. */
	variable: string;
	/** Names to look for on PATH, preferred ones first. */
	commands: string[];
	/** Absolute paths where installers put it without adding it to PATH. */
	knownPaths?: (platform: NodeJS.Platform) => string[];
	/** Last resort: a path from another package, such as Playwright's browser folder. */
	fallback?: () => Found;
	/** Whether the program at `path` has the required modules or version. */
	probe?: (path: string, machine: Machine) => boolean;
	/** Debian packages that provide it. */
	packages: string[];
	/** Installation instructions for messages. */
	hint: string;
}

/** The parts of the computer that the search uses; specs pass a fake. */
export interface Machine {
	env: Record<string, string | undefined>;
	platform: NodeJS.Platform;
	/** Whether packages may be installed without asking, which is the case for root on Debian. */
	canInstall: boolean;
	isFile: (path: string) => boolean;
	/** Runs a program until it exits. */
	run: (command: string, args: string[]) => { ok: boolean; output: string };
	/** Prints a line to standard error. */
	print: (line: string) => void;
}

/** A program that was found; `source` describes where, for the terminal. */
export interface Found {
	path: string;
	source: string;
}

export interface Missing {
	path: null;
	/** One line: the name and the command that installs it. */
	reason: string;
}

/** The computer this runs on. */
export const thisMachine: Machine = {
	env: process.env,
	platform: process.platform,
	canInstall: existsSync('/etc/debian_version') && process.getuid?.() === 0,
	isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
	run(command, args) {
		const result = spawnSync(command, args, {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe'],
			// RUNLEVEL=1 keeps Debian's packages from starting their servers.
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
			maxBuffer: 64 * 1024 * 1024
		});
		if (result.error) return { ok: false, output: result.error.message };
		return { ok: result.status === 0, output: result.stdout + result.stderr };
	},
	print: (line) => process.stderr.write(`${line}\n`)
};

/**
 * Finds a tool by its variable, on PATH, at its known paths, then by `fallback`.
 *
 * @throws if the variable is set but is not the path of a usable file, instead of silently using another
 * program
 */
export function findTool(tool: Tool, machine: Machine = thisMachine): Found | null {
	const isUsable = (path: string) =>
		machine.isFile(path) && (tool.probe ? tool.probe(path, machine) : true);

	const set = machine.env[tool.variable];
	if (set) {
		if (isUsable(set)) return { path: set, source: tool.variable };
		throw new Error(`${tool.variable}=${set} is not a usable ${tool.name}`);
	}

	for (const path of onPath(tool.commands, machine)) {
		if (isUsable(path)) return { path, source: 'PATH' };
	}
	for (const path of tool.knownPaths?.(machine.platform) ?? []) {
		if (isUsable(path)) return { path, source: 'its usual place' };
	}
	const other = tool.fallback?.();
	return other && isUsable(other.path) ? other : null;
}

/** Finds a tool, or installs it with apt if `canInstall`. */
export function ensureTool(tool: Tool, machine: Machine = thisMachine): Found | Missing {
	const found = findTool(tool, machine);
	if (found) return found;
	if (!machine.canInstall) {
		return { path: null, reason: `${tool.name} is missing; to install it: ${tool.hint}` };
	}

	const command = `apt-get install -y ${tool.packages.join(' ')}`;
	machine.print(`${tool.name} is missing; installing it: ${command}`);
	// A new container has no package lists, and an old list has outdated versions.
	machine.run('apt-get', ['update', '-qq']);
	const { ok, output } = machine.run('apt-get', [
		'install',
		'-y',
		'-qq',
		'--no-install-recommends',
		...tool.packages
	]);
	const installed = ok ? findTool(tool, machine) : null;
	if (installed) return { path: installed.path, source: `apt (${tool.packages.join(', ')})` };
	const last = output.trim().split('\n').at(-1) ?? '';
	const reason = `${tool.name} is missing and "${command}" failed (${last}); to install it: ${tool.hint}`;
	return { path: null, reason };
}

/**
 * Returns the tool that a spec needs, or null to skip the spec.
 *
 * @throws if `CI` is set, where a missing tool is a failure instead of a skip
 */
export function toolForTests(tool: Tool, machine: Machine = thisMachine): Found | null {
	const found = findTool(tool, machine);
	if (found || !machine.env.CI) return found;
	throw new Error(`${tool.name} is missing, and CI must not skip its tests: ${tool.hint}`);
}

function onPath(commands: string[], { env, platform }: Machine): string[] {
	const path = platform === 'win32' ? win32 : posix;
	const suffix = platform === 'win32' ? '.exe' : '';
	const folders = (env.PATH ?? env.Path ?? '').split(path.delimiter).filter(Boolean);
	// Debian installs servers such as nginx in /usr/sbin, which is not on a user's PATH.
	if (platform === 'linux') folders.push('/usr/sbin', '/sbin');
	return commands.flatMap((command) =>
		folders.map((folder) => path.join(folder, command + suffix))
	);
}
