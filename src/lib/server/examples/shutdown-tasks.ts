import { setTimeout as wait } from 'node:timers/promises';

/** How long all tasks together may take: streams end after them, and the process has only seconds to stop. */
const shutdownTasksMs = 500;

const tasks = new Set<() => Promise<void>>();

/** Runs `task` once when the process shuts down, before its streams end. */
export function onShutdown(task: () => Promise<void>): void {
	tasks.add(task);
}

/** Runs all tasks concurrently and waits for them, up to a limit. Never rejects. */
export async function runShutdownTasks(): Promise<void> {
	const settled = Promise.allSettled([...tasks].map((task) => task()));
	tasks.clear();
	const timeout = new AbortController();
	const timedOut = wait(shutdownTasksMs, undefined, timeout).catch(() => undefined);
	await Promise.race([settled, timedOut]);
	timeout.abort();
}
