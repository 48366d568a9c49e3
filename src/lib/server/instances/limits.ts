/*
 * The bounds of the servers that readers may break. How many run at a time is FAULT_INSTANCES; all other numbers
 * are here.
 */

/** How many of them one address may have: running, and waiting for one to end. */
export const maxRunningPerAddress = 1;
export const maxWaitingPerAddress = 1;
/** How many readers may wait, all addresses together. */
export const maxWaiting = 8;
/** How long a server lives, and how long without a connection. */
export const lifeMs = 3 * 60_000;
export const idleMs = 30_000;
/** How long a reader keeps the place in the queue, or the news of a failure, without asking. */
export const unaskedMs = 10_000;
/** How long a process may take until it can be used. `tsx` on a busy machine takes seconds. */
export const startTimeoutMs = 20_000;
/** How often a process that starts is asked whether it is ready. */
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
/** No request about a server has a body. */
export const maxBodyBytes = 1024;
/** How much of what a process that failed has written is logged. */
export const maxLoggedLength = 2000;
