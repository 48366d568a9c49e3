import type { CodeBlock } from './code-block.ts';
import { compilePage } from './compile.ts';
import { surveyDrawings } from './drawings.ts';
import { ContentError } from './error.ts';
import { checkLinks } from './links.ts';
import { checkMarkup } from './page-module.ts';
import { readOutlines } from './pages.ts';
import type { Project } from './project.ts';
import { linkTargets } from './targets.ts';

/** A code block with the page that prints it. */
export interface PlacedBlock extends CodeBlock {
	file: string;
}

export interface ContentReport {
	errors: ContentError[];
	pages: number;
	blocks: PlacedBlock[];
}

/**
 * Checks all content as a build does, but continues after an error, so that one run reports the first error
 * of every page. Does not type-check code blocks.
 */
export async function checkContent(project: Project): Promise<ContentReport> {
	const report: ContentReport = { errors: [], pages: 0, blocks: [] };
	const collect = async (step: () => void | Promise<void>): Promise<void> => {
		try {
			await step();
		} catch (error) {
			if (!(error instanceof ContentError)) throw error;
			report.errors.push(error);
		}
	};

	await collect(async () => {
		const outlines = readOutlines(project);
		const targets = linkTargets(project, outlines);
		report.pages = outlines.length;
		for (const { page } of outlines) {
			await collect(async () => {
				const { file, lang } = page;
				const source = project.read(file) ?? '';
				const compiled = await compilePage(source, {
					project,
					file,
					lang,
					repository: null,
					live: false
				});
				report.blocks.push(...compiled.blocks.map((block) => ({ ...block, file })));
				checkMarkup(compiled, file);
				checkLinks(page, compiled.links, targets);
			});
		}
	});
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
