import { setTimeout as wait } from 'node:timers/promises';

/** A process that is told to go has seconds, and its readers wait to be told as well. */
const patienceMs = 500;

const endings = new Set<() => Promise<void>>();

/** Calls `end` once when the process goes, before its streams end, and waits for it, though not for long. */
export function atEnd(end: () => Promise<void>): void {
	endings.add(end);
}

/** Does what is left to do, all at once. Never rejects. */
export async function runEndings(): Promise<void> {
	const all = Promise.allSettled([...endings].map((end) => end()));
	endings.clear();
	const over = new AbortController();
	const late = wait(patienceMs, undefined, over).catch(() => undefined);
	await Promise.race([all, late]);
	over.abort();
}
