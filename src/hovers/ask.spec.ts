import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startAsking } from './ask.ts';

const root = mkdtempSync(join(tmpdir(), 'wirelab-asking-'));
afterAll(() => rmSync(root, { recursive: true }));

test('a process of its own answers, also after a question that has no answer', async () => {
	writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ include: ['shown.ts'] }));
	writeFileSync(join(root, 'shown.ts'), 'export const port = 1;\n');
	const { ask, close } = startAsking(root);
	await expect(ask([{ source: 'shown.ts#none', code: '', lang: 'ts' }])).rejects.toThrow(
		'no region "none"'
	);
	await expect(ask([{ source: 'shown.ts', code: '', lang: 'ts' }])).resolves.toEqual([
		{ texts: ['const port: 1'], marks: [[0, 13, 4, 0]] }
	]);
	await close();
	await expect(ask([])).rejects.toThrow('TypeScript has ended');
});

test('a process that has died is started anew by the next question', async () => {
	const later = join(root, 'later');
	const { ask, close } = startAsking(later);
	await expect(ask([])).rejects.toThrow('TypeScript has ended');
	mkdirSync(later);
	writeFileSync(join(later, 'tsconfig.json'), JSON.stringify({ include: ['shown.ts'] }));
	writeFileSync(join(later, 'shown.ts'), 'export const port = 1;\n');
	await expect(ask([{ source: 'shown.ts', code: '', lang: 'ts' }])).resolves.toMatchObject([
		{ texts: ['const port: 1'] }
	]);
	await close();
});

test('what is asked of a process that cannot start is rejected', async () => {
	const { ask, close } = startAsking(join(root, 'nowhere'));
	await expect(ask([])).rejects.toThrow('TypeScript has ended');
	await close();
});
