import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlacedBlock } from '../../src/markdown/check-content.ts';
import { ContentError } from '../../src/markdown/error.ts';

// In `.svelte-kit`, because Git ignores it and it contains the types that SvelteKit generates.
const checkFolder = '.svelte-kit/content-check';

/**
 * Type-checks the blocks marked `check` with svelte-check, each as a separate module. Returns one error for
 * each diagnostic, at its line in the page.
 */
export function checkBlocks(root: string, blocks: readonly PlacedBlock[]): ContentError[] {
	const checked = blocks.filter(({ kind }) => kind === 'check');
	if (checked.length === 0) return [];
	const folder = join(root, checkFolder);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	checked.forEach((block, i) => {
		writeFileSync(join(folder, `block-${String(i)}.${block.lang}`), `${block.code}\n`);
	});
	const tsconfig = join(folder, 'tsconfig.json');
	writeFileSync(tsconfig, JSON.stringify(config));

	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[
			join(root, 'node_modules/svelte-check/bin/svelte-check'),
			...['--workspace', folder, '--tsconfig', tsconfig],
			...['--output', 'machine-verbose', '--threshold', 'error']
		],
		{ cwd: root, encoding: 'utf8' }
	);
	const errors = parseDiagnostics(stdout, checked);
	if (status !== 0 && errors.length === 0) {
		throw new Error(`svelte-check failed without a diagnostic: ${stderr || stdout}`);
	}
	return errors;
}

const config = {
	extends: '../../tsconfig.json',
	// Otherwise TypeScript would treat blocks without imports as scripts, which share global names.
	compilerOptions: { moduleDetection: 'force', noEmit: true },
	include: ['./*', '../*.d.ts', '../../src/*.d.ts']
};

/**
 * Returns the errors in svelte-check's `machine-verbose` output, where each is a line with a time and JSON;
 * warnings and other lines are ignored.
 *
 * @param checked the checked blocks: the file `block-<n>` has the block at index n
 */
export function parseDiagnostics(output: string, checked: readonly PlacedBlock[]): ContentError[] {
	return output.split('\n').flatMap((text) => {
		const json = /^\d+ (\{.*\})$/.exec(text)?.[1];
		if (json === undefined) return [];
		const { type, filename, start, message } = JSON.parse(json) as Diagnostic;
		const block = checked[Number(/^block-(\d+)\./.exec(filename)?.[1])];
		if (type !== 'ERROR' || !block) return [];
		// The code begins on the line after the fence.
		const at = { file: block.file, line: block.line + 1 + start.line };
		return [new ContentError(at, `in the ${block.lang} block: ${message.replaceAll('\n', ' ')}`)];
	});
}

interface Diagnostic {
	type: string;
	filename: string;
	/** The line is counted from 0. */
	start: { line: number };
	message: string;
}
