import { execFileSync } from 'node:child_process';

interface Process {
	pid: number;
	parent: number;
}

/** The processes of this machine, without those that have ended and only wait for their parent. */
function running(): Process[] {
	const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
	return list.split('\n').flatMap((line) => {
		const [pid, parent, state = ''] = line.trim().split(/\s+/);
		return pid && !state.startsWith('Z') ? { pid: Number(pid), parent: Number(parent) } : [];
	});
}

/** The ids of all processes that a process has started, directly or indirectly. */
export function descendantsOf(pid: number): number[] {
	const all = running();
	const below = (parent: number): number[] =>
		all
			.filter((process) => process.parent === parent)
			.flatMap((process) => [process.pid, ...below(process.pid)]);
	return below(pid);
}

/** Whether a process with one of these ids runs. */
export function runsAny(pids: readonly number[]): boolean {
	return running().some(({ pid }) => pids.includes(pid));
}
