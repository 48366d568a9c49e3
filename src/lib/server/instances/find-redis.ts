import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The path of redis-server: `configured`, or else the first on PATH. Null without one, and on Windows, where Redis
 * does not run.
 */
export function findRedis(
	configured: string | null,
	path = process.env['PATH'] ?? ''
): string | null {
	if (process.platform === 'win32') return null;
	const folders = path.split(delimiter).filter(Boolean);
	const candidates =
		configured === null ? folders.map((name) => join(name, 'redis-server')) : [configured];
	return candidates.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
