import type { CodeBlock } from './code-block.ts';
import { surveyDrawings } from './drawings.ts';
import { ContentError, mistakesOf } from './error.ts';
import { allMistakes, findMistakes } from './mistakes.ts';
import { readOutlines } from './pages.ts';
import type { Project } from './project.ts';
import { linkTargets } from './targets.ts';

/** A code block with the page that prints it. */
export interface PlacedBlock extends CodeBlock {
	file: string;
}

interface ContentReport {
	errors: ContentError[];
	pages: number;
	blocks: PlacedBlock[];
}

/**
 * Checks the pages in the given files, or all pages and drawings, as a build does. Does not type-check
 * code blocks.
 */
export async function checkContent(
	project: Project,
	only: readonly string[] | null = null
): Promise<ContentReport> {
	const report: ContentReport = { errors: [], pages: 0, blocks: [] };
	const collect = async (step: () => void | Promise<void>): Promise<void> => {
		try {
			await step();
		} catch (error) {
			report.errors.push(...mistakesOf(error));
		}
	};

	await collect(async () => {
		const outlines = readOutlines(project);
		const targets = linkTargets(project, outlines);
		for (const outline of outlines) {
			const { file, lang } = outline.page;
			if (only && !only.includes(file)) continue;
			report.pages++;
			const source = project.read(file) ?? '';
			const options = { project, file, lang, repository: null, isDevelopment: false };
			const checked = await findMistakes(source, options);
			report.errors.push(...allMistakes(source, checked, outline, targets));
			report.blocks.push(...(checked.page?.blocks ?? []).map((block) => ({ ...block, file })));
		}
	});
	if (only) return report;
	await collect(() => {
		for (const file of surveyDrawings(project).unused) {
			const reason = 'no page uses this drawing: run `npm run diagrams`';
			report.errors.push(new ContentError({ file, line: 1 }, reason));
		}
	});
	return report;
}

/** For example `10 code blocks: 5 from files, 2 type-checked, 3 counter-examples`. */
export function countBlocks(blocks: readonly CodeBlock[]): string {
	const count = (kind: CodeBlock['kind']) => String(blocks.filter((b) => b.kind === kind).length);
	return (
		`${String(blocks.length)} code blocks: ${count('file')} from files, ${count('check')} type-checked, ` +
		`${count('counter')} counter-examples`
	);
}
