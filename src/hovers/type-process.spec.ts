import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startTypeProcess } from './type-process.ts';

const root = mkdtempSync(join(tmpdir(), 'wirelab-types-'));
afterAll(() => rmSync(root, { recursive: true }));

test('a separate process answers requests, even after one has failed', async () => {
	writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ include: ['shown.ts'] }));
	writeFileSync(join(root, 'shown.ts'), 'export const port = 1;\n');
	const { ask, close } = startTypeProcess(root);
	await expect(ask([{ source: 'shown.ts#none', code: '', lang: 'ts' }])).rejects.toThrow(
		'no region "none"'
	);
	await expect(ask([{ source: 'shown.ts', code: '', lang: 'ts' }])).resolves.toEqual([
		{ texts: ['const port: 1'], marks: [[0, 13, 4, 0]], files: ['shown.ts'] }
	]);
	await close();
	await expect(ask([])).rejects.toThrow('TypeScript process has exited');
});

test('the next request restarts a process that has exited', async () => {
	const later = join(root, 'later');
	const { ask, close } = startTypeProcess(later);
	await expect(ask([])).rejects.toThrow('TypeScript process has exited');
	mkdirSync(later);
	writeFileSync(join(later, 'tsconfig.json'), JSON.stringify({ include: ['shown.ts'] }));
	writeFileSync(join(later, 'shown.ts'), 'export const port = 1;\n');
	await expect(ask([{ source: 'shown.ts', code: '', lang: 'ts' }])).resolves.toMatchObject([
		{ texts: ['const port: 1'] }
	]);
	await close();
});

test('requests are rejected if the process cannot start', async () => {
	const { ask, close } = startTypeProcess(join(root, 'nowhere'));
	await expect(ask([])).rejects.toThrow('TypeScript process has exited');
	await close();
});
