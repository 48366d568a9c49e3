import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startTypeProcess } from './type-process.ts';

const root = mkdtempSync(join(tmpdir(), 'wirelab-types-'));
afterAll(() => rmSync(root, { recursive: true }));

test('a separate process answers, also after a request that failed', async () => {
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
	await expect(ask([])).rejects.toThrow('TypeScript has ended');
});

test('the next request restarts a process that has ended', async () => {
	const later = join(root, 'later');
	const { ask, close } = startTypeProcess(later);
	await expect(ask([])).rejects.toThrow('TypeScript has ended');
	mkdirSync(later);
	writeFileSync(join(later, 'tsconfig.json'), JSON.stringify({ include: ['shown.ts'] }));
	writeFileSync(join(later, 'shown.ts'), 'export const port = 1;\n');
	await expect(ask([{ source: 'shown.ts', code: '', lang: 'ts' }])).resolves.toMatchObject([
		{ texts: ['const port: 1'] }
	]);
	await close();
});

test('requests to a process that cannot start are rejected', async () => {
	const { ask, close } = startTypeProcess(join(root, 'nowhere'));
	await expect(ask([])).rejects.toThrow('TypeScript has ended');
	await close();
});
