import { spawnSync } from 'node:child_process';

/** The longest output of git that is read, in bytes. */
const maxOutput = 64 * 1024 * 1024;

/**
 * The time of the last commit of each file in a folder, in ISO 8601, by path from the root. Empty
 * outside of a repository, without git, and in a shallow clone, where every file seems as new as the
 * clone's first commit.
 */
export function lastChanges(root: string, folder: string): Map<string, string> {
	const changes = new Map<string, string>();
	if (git(root, 'rev-parse', '--is-shallow-repository')?.trim() !== 'false') return changes;
	// With -z git does not quote names, and ends each with NUL. %x01 marks the beginning of a commit.
	const log = git(root, 'log', '--format=%x01%cI', '--name-only', '--relative', '-z', '--', folder);
	for (const commit of (log ?? '').split('\u0001').slice(1)) {
		const [time = '', ...names] = commit.split(/[\0\n]+/).filter(Boolean);
		// The newest commit comes first.
		for (const name of names) if (!changes.has(name)) changes.set(name, time);
	}
	return changes;
}

function git(cwd: string, ...args: string[]): string | null {
	const { status, stdout } = spawnSync('git', args, {
		cwd,
		encoding: 'utf8',
		maxBuffer: maxOutput
	});
	return status === 0 ? stdout : null;
}
