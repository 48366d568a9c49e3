import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** A program that is no npm package: how to find it on a developer's machine, and how to get it. */
export interface Tool {
	/** How messages call it. */
	name: string;
	/** Environment variable that holds its path and wins over everything else. */
	variable: string;
	/** Names to look for on PATH, best first. */
	commands: string[];
	/** Usual absolute paths off PATH. */
	places?: (platform: NodeJS.Platform) => string[];
	/** Last resort: a path that another package knows, such as Playwright's own browser folder. */
	elsewhere?: () => { path: string; source: string } | null;
	/** Says whether the program at `path` is fit for use (right modules, right version). */
	probe?: (path: string, machine: Machine) => boolean;
	/** Debian packages that provide it. */
	packages: string[];
	/** What a person runs where apt is not to be used. */
	hint: string;
}

/** What the search sees of the computer; specs hand in a made-up one. */
export interface Machine {
	env: Record<string, string | undefined>;
	platform: NodeJS.Platform;
	/** True when packages may be installed without asking: root on Debian. */
	canInstall: boolean;
	isFile: (path: string) => boolean;
	/** Runs a program to its end and says how it went. */
	run: (command: string, args: string[]) => { ok: boolean; output: string };
	/** Tells the person at the terminal what is going on. */
	say: (line: string) => void;
}

/** `source` says where it was found, in words for the terminal. */
export interface Found {
	path: string;
	source: string;
}

export interface Missing {
	path: null;
	/** One line: what is missing and the command that brings it. */
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
			// RUNLEVEL=1 keeps Debian's packages from starting the servers they bring.
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
			maxBuffer: 64 * 1024 * 1024
		});
		if (result.error) return { ok: false, output: result.error.message };
		return { ok: result.status === 0, output: result.stdout + result.stderr };
	},
	say: (line) => process.stderr.write(`${line}\n`)
};

/**
 * Looks for a tool: its variable, PATH, the usual places, then `elsewhere`.
 *
 * @throws if the variable is set but names no usable file: a wrong setting must not be
 * replaced silently by another program.
 */
export function findTool(tool: Tool, machine: Machine = thisMachine): Found | null {
	const fits = (path: string) =>
		machine.isFile(path) && (tool.probe ? tool.probe(path, machine) : true);

	const set = machine.env[tool.variable];
	if (set) {
		if (fits(set)) return { path: set, source: tool.variable };
		throw new Error(`${tool.variable}=${set} is not a usable ${tool.name}`);
	}

	for (const path of onPath(tool.commands, machine)) {
		if (fits(path)) return { path, source: 'PATH' };
	}
	for (const path of tool.places?.(machine.platform) ?? []) {
		if (fits(path)) return { path, source: 'its usual place' };
	}
	const other = tool.elsewhere?.();
	return other && fits(other.path) ? other : null;
}

/** As `findTool`; a missing tool is installed with apt when that needs no asking. */
export function ensureTool(tool: Tool, machine: Machine = thisMachine): Found | Missing {
	const found = findTool(tool, machine);
	if (found) return found;
	if (!machine.canInstall) {
		return { path: null, reason: `${tool.name} is missing; to get it: ${tool.hint}` };
	}

	const command = `apt-get install -y ${tool.packages.join(' ')}`;
	machine.say(`${tool.name} is missing; installing it: ${command}`);
	// A fresh container has no package lists, and an old list names versions that are gone.
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
	const reason = `${tool.name} is missing and "${command}" did not help (${last}); to get it: ${tool.hint}`;
	return { path: null, reason };
}

/**
 * For a spec that needs a tool: the tool, or null where the spec is to be skipped.
 *
 * @throws with `CI` set, where a missing part is a failure and never a skip.
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
	// Debian keeps servers such as nginx in /usr/sbin, which a plain user's PATH leaves out.
	if (platform === 'linux') folders.push('/usr/sbin', '/sbin');
	return commands.flatMap((command) =>
		folders.map((folder) => path.join(folder, command + suffix))
	);
}
