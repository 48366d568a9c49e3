import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/**
 * Servers have one core to themselves and the load another, where Linux can be told so: the garbage
 * collector's threads then cost what they cost on a machine that is busy.
 */
const canPin =
	availableParallelism() >= 2 && spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;

export const serverCore = canPin ? 0 : null;
export const loadCore = canPin ? 1 : null;
