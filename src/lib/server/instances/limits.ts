/*
 * The bounds of the servers that readers may break. How many run at a time is FAULT_INSTANCES; all other numbers
 * are here.
 */

/** How many servers one address may have, and how many of its readers may wait for one. */
export const maxRunningPerAddress = 1;
export const maxWaitingPerAddress = 1;
/** How many readers may wait, all addresses together. */
export const maxWaiting = 8;
/** How long a server may live, and how long it may be idle, with nothing forwarded. */
export const lifeMs = 3 * 60_000;
export const idleMs = 30_000;
/** How long a place in the queue, or the state of a failed server, is kept after the last request for it. */
export const unaskedMs = 10_000;
/** How long a process may take to become ready. `tsx` on a busy machine takes seconds. */
export const startTimeoutMs = 20_000;
/** The interval at which a starting process is asked whether it is ready. */
export const readyCheckMs = 25;
/** How long a server may take to close its connections before it is killed. */
export const drainMs = 1000;
/** Requests and upgrades that are forwarded at a time, for each server. */
export const maxForwarded = 16;
/** How often each action may be used on one server. */
export const maxActions = 10;
/** The heap of a server's process, and the data of its Redis. */
export const maxHeapMb = 64;
export const maxRedisMb = 32;
/** Requests about these servers, per address: this many at once, then this many per second. */
export const requestBurst = 40;
export const requestsPerSecond = 4;
/** Requests about a server need no body: a body up to this size is discarded, a longer one is refused. */
export const maxBodyBytes = 1024;
/** How much of the output of a failed process is logged, in UTF-16 code units. */
export const maxLoggedLength = 2000;
