import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/**
 * On Linux, servers are pinned to one core and the process that generates their load to another. The garbage collector's threads then
 * compete with the server for its core, as they do on a busy machine.
 */
const canPin =
	availableParallelism() >= 2 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

export const coreOfServer = canPin ? 0 : null;
export const coreOfLoad = canPin ? 1 : null;
