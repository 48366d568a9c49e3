import { today } from './fact.ts';
import type { CompileOptions, ExportedPage } from './feature.ts';
import { features } from './features.ts';
import { replaceFences } from './fences.ts';
import { readFrontmatter } from './frontmatter.ts';
import { toText, type Line } from './lines.ts';

interface ExportOptions extends Pick<CompileOptions, 'project' | 'file' | 'lang' | 'today'> {
	/** Address of the page. */
	path: string;
	/** The full address of the page, if the address of the site is known. The text contains `path` otherwise. */
	url?: string | null;
}

// Private-use characters, which no author types; other features leave them alone.
const open = '\uE020';
const close = '\uE021';
const tokenLine = new RegExp(`^(?<prefix>.*)${open}(?<index>\\d+)${close}$`, 'gm');

/**
 * Writes a page as plain Markdown for tools: printed code and facts are filled in, diagrams keep
 * their Mermaid source, and live parts become links. Mistakes of
 * authors are left to `compilePage`, which reports them.
 */
export function exportPage(source: string, options: ExportOptions): string {
	const { path, url, file } = options;
	const { frontmatter, body } = readFrontmatter(source, file);
	const blocks: string[] = [];
	const page: ExportedPage = {
		...options,
		today: options.today ?? today(),
		put: (block) => `${open}${blocks.push(block) - 1}${close}`
	};

	let lines: Line[] = replaceFences(body, file, (fence) => {
		for (const feature of features) {
			const text = feature.exportFence?.(fence, page) ?? null;
			if (text !== null) return page.put(text);
		}
		return '';
	});
	for (const feature of features) {
		lines = lines.flatMap((line) => feature.exportLine?.(line, page) ?? [line]);
	}

	const { title, description } = frontmatter;
	// The features leave several blank lines where they remove a line; outside of blocks these mean nothing.
	const prose = toText(lines)
		.replace(/\n{3,}/g, '\n\n')
		.trim();
	const text = prose.replace(tokenLine, (_, prefix: string, index: string) =>
		indent(blocks[Number(index)] ?? '', prefix)
	);
	return `# ${title}\n\nURL: ${url ?? path}\n\n> ${description}\n\n${text}\n`;
}

/** Indents a block for the list item or quotation of its token. */
function indent(block: string, prefix: string): string {
	const below = prefix.replace(/[^>\s]/g, ' ');
	return block
		.split('\n')
		.map((line, i) => (line === '' ? below.trimEnd() : (i === 0 ? prefix : below) + line))
		.join('\n');
}
