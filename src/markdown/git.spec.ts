import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lastChanges } from './git.ts';

const root = mkdtempSync(join(tmpdir(), 'wirelab-git-'));
afterAll(() => rmSync(root, { recursive: true }));

const git = (cwd: string, ...args: string[]) => {
	const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
	const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd, encoding: 'utf8' });
	expect(status, `git ${args.join(' ')}: ${stderr}`).toBe(0);
};

function commit(cwd: string, file: string, day: string): void {
	writeFileSync(join(cwd, file), day);
	git(cwd, 'add', '.');
	process.env.GIT_COMMITTER_DATE = `${day}T12:00:00+09:00`;
	git(cwd, 'commit', '--quiet', '--message', day);
	delete process.env.GIT_COMMITTER_DATE;
}

test('each file has the time of its last commit, unless the history is incomplete or missing', () => {
	const full = join(root, 'full');
	mkdirSync(join(full, 'content'), { recursive: true });
	expect([...lastChanges(full, 'content')]).toEqual([]);
	git(full, 'init', '--quiet');
	commit(full, 'content/日本語 1.md', '2026-01-01');
	commit(full, 'content/b.md', '2026-01-02');
	commit(full, 'other.md', '2026-01-03');
	commit(full, 'content/b.md', '2026-01-04');
	expect([...lastChanges(full, 'content')]).toEqual([
		['content/b.md', '2026-01-04T12:00:00+09:00'],
		['content/日本語 1.md', '2026-01-01T12:00:00+09:00']
	]);

	git(root, 'clone', '--quiet', '--depth', '1', `file://${full}`, 'shallow');
	expect([...lastChanges(join(root, 'shallow'), 'content')]).toEqual([]);
	expect([...lastChanges(join(root, 'nowhere'), 'content')]).toEqual([]);
});
