import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** For specs: a folder with the installed packages, but without the build caches of this project. Removed at the end. */
export function temporaryProject(name: string) {
	const root = mkdtempSync(join(tmpdir(), `wirelab-${name}-`));
	afterAll(() => rmSync(root, { recursive: true }));
	const write = (path: string, text: string) => {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	};
	mkdirSync(join(root, 'node_modules'));
	for (const entry of readdirSync(installed)) {
		if (entry.startsWith('.') && entry !== '.bin') continue;
		symlinkSync(join(installed, entry), join(root, 'node_modules', entry));
	}
	return { root, write };
}
