import { readFileSync } from 'node:fs';

/** Open files of a process besides its connections. */
const spare = 200;

/** How many connections one process may open. Reads the soft limit, which Node has raised to the hard one. */
export function maxConnections(): number {
	try {
		const [, limit] =
			/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
		return limit === undefined ? Infinity : Number(limit) - spare;
	} catch {
		// Not Linux: opening too many connections fails with the system's own error.
		return Infinity;
	}
}
