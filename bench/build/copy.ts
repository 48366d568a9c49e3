import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const omitted = new Set([
	'.git',
	'.svelte-kit',
	'build',
	'coverage',
	'node_modules',
	'test-results'
]);
/** The page that `addPages` copies: it has code, a table and a diagram. */
const modelPage = 'content/ja/10-sveltekit/20-realtime/57-ai-streaming.md';
/** The page to which `editSentence` adds a sentence. */
const sentencePage = 'content/ja/40-glossary/index.md';

/** Copies the project into a temporary folder, so that the bench never edits the project itself. */
export function copyProject(): string {
	const root = mkdtempSync(join(tmpdir(), 'wirelab-bench-'));
	for (const name of readdirSync(project)) {
		if (!omitted.has(name)) cpSync(join(project, name), join(root, name), { recursive: true });
	}
	mkdirSync(join(root, 'node_modules'));
	for (const name of readdirSync(join(project, 'node_modules'))) {
		// Skips the caches of builds, which begin with a dot.
		if (name.startsWith('.') && name !== '.bin') continue;
		const from = join(project, 'node_modules', name);
		// Hard links are instant, but impossible between file systems.
		if (spawnSync('cp', ['-al', from, join(root, 'node_modules', name)]).status !== 0) {
			cpSync(from, join(root, 'node_modules', name), { recursive: true });
		}
	}
	// `npm ci` runs the same command. The types that `svelte-kit sync` writes are part of the input of a build.
	const kit = join(root, 'node_modules/@sveltejs/kit/svelte-kit.js');
	const { status, stderr } = spawnSync(process.execPath, [kit, 'sync'], {
		cwd: root,
		encoding: 'utf8'
	});
	if (status !== 0) throw new Error(`svelte-kit sync failed: ${stderr}`);
	return root;
}

/** Adds `count` copies of a page to the content of the copied project. */
export function addPages(root: string, count: number): void {
	const folder = join(root, 'content/ja/90-copies');
	mkdirSync(folder);
	const text = readFileSync(join(root, modelPage), 'utf8');
	const index =
		'---\ntitle: 写しの一覧\ndescription: 計測のためのページです。\n---\n\n計測のためのページです。\n';
	writeFileSync(join(folder, 'index.md'), index);
	for (let i = 1; i <= count; i++) {
		// Each copy differs, so that the build compiles all of them. Equal parts, such as code, are still highlighted only once.
		const own = `${text}\nこれは${i}番目の写しです。\n`;
		writeFileSync(join(folder, `${i}-copy-${i}.md`), own);
	}
}

/** Adds a sentence to a page of the copied project. */
export function editSentence(root: string, sentence: string): void {
	const path = join(root, sentencePage);
	writeFileSync(path, `${readFileSync(path, 'utf8')}\n${sentence}\n`);
}
