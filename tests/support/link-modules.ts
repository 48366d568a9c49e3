import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Gives a temporary project the installed packages, without the build caches of this project. */
export function linkModules(root: string): void {
	mkdirSync(join(root, 'node_modules'));
	for (const name of readdirSync(installed)) {
		if (name.startsWith('.') && name !== '.bin') continue;
		symlinkSync(join(installed, name), join(root, 'node_modules', name));
	}
}
