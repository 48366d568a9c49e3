import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the sample test passes in a folder that contains only its two files and node_modules', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'sse-sample-'));
	try {
		for (const file of ['read-events.ts', 'sse.spec.ts']) {
			await cp(join(import.meta.dirname, file), join(folder, file));
		}
		await symlink(resolve('node_modules'), join(folder, 'node_modules'));
		const run = promisify(execFile)('npx', ['vitest', 'run', 'sse.spec.ts'], {
			cwd: folder,
			env: { ...process.env, NO_COLOR: '1', VITEST: undefined }
		});
		expect((await run).stdout).toMatch(/Tests\s+2 passed/);
	} finally {
		await rm(folder, { recursive: true });
	}
}, 60_000);
