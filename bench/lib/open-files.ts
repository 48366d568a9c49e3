import { readFileSync } from 'node:fs';

/** What a process has open besides its connections. */
const spare = 200;

/** How many connections one process may have here; Node has raised the limit as far as it may. */
export function mostConnections(): number {
	try {
		const [, limit] =
			/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
		return limit === undefined ? Infinity : Number(limit) - spare;
	} catch {
		// Not Linux: the system says by itself when there are too many.
		return Infinity;
	}
}
