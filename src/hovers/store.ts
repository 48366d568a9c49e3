import type { CodeBlock } from '../markdown/code-block.ts';
import { DiskCache, fingerprintOf, inputsOf } from '../markdown/disk-cache.ts';
import { highlight } from '../markdown/highlight.ts';
import type { Project } from '../markdown/project.ts';
import type { TypeProcess } from './type-process.ts';
import type { Hovers } from './types.ts';

/** The types of printed blocks as JSON, cached between builds. */
export interface HoverStore {
	/**
	 * The JSON of each block in the same order, with the types highlighted like code. TypeScript computes
	 * only those that are not cached.
	 */
	read(blocks: readonly CodeBlock[]): Promise<string[]>;
	/** Deletes the cached types that are out of date. */
	prune(): void;
}

/**
 * @param start returns the process in which TypeScript runs, and starts it if necessary
 * @param report is called before a slow step
 */
export function createHoverStore(
	project: Project,
	start: () => TypeProcess,
	report: (what: string) => void
): HoverStore {
	const cache = new DiskCache<string>(project, 'hovers');
	const ambient = fingerprintOf(
		ambientFiles(project)
			.map((path) => project.read(path)?.replace(environmentVariables, ''))
			.join('\0')
	);
	const nameOf = ({ source, code, lang }: CodeBlock) => source ?? `${lang} ${code}`;

	return {
		prune() {
			cache.prune(ambient);
		},
		async read(blocks) {
			const memo = {};
			const found = blocks.map((block) => cache.get(nameOf(block), ambient, memo));
			const missing = blocks.filter((_, i) => found[i] === null);
			if (missing.length > 0) report(`asking TypeScript for the types in ${missing.length} blocks`);
			const answers = missing.length === 0 ? [] : await start().ask(missing);
			const added = new Map<CodeBlock, string>();
			for (const [i, block] of missing.entries()) {
				const answer = answers[i];
				if (!answer) continue;
				const json = await hoversJson(answer);
				added.set(block, json);
				cache.set(nameOf(block), ambient, json, inputsOf(project, answer.files));
			}
			return blocks.map((block, i) => found[i] ?? added.get(block) ?? '');
		}
	};
}

/**
 * The declarations that SvelteKit writes for each variable of the environment. The fingerprint omits them:
 * otherwise a build from another terminal would compute all types again.
 */
const environmentVariables = /^\t+(?:export const )?\w+: string;\n/gm;

/** Files that affect types without being imported. */
function ambientFiles(project: Project): string[] {
	const declarations = ['src', 'src/markdown', '.svelte-kit'].flatMap((folder) =>
		project
			.list(folder)
			.filter((name) => name.endsWith('.d.ts'))
			.map((name) => `${folder}/${name}`)
	);
	return [...declarations, 'tsconfig.json', '.svelte-kit/tsconfig.json'];
}

async function hoversJson({ texts, marks }: Hovers): Promise<string> {
	const lines = await Promise.all(texts.map((text) => highlight(text, 'ts')));
	return JSON.stringify({ texts: lines.map((text) => text.join('\n')), marks });
}
