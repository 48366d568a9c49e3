import { pathOf, readCodeBlock, type CodeBlock } from './code-block.ts';
import { ContentError } from './error.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import type { ExportedPage, Feature, Page } from './feature.ts';
import { highlight, isLanguage } from './highlight.ts';
import { labels } from './labels.ts';
import { readRegion } from './region.ts';
import { requireTrap } from './traps.ts';
import { typesAddress } from './typed.ts';
import type { Language } from './types.ts';

const classes = { '++': 'add', '--': 'del', highlight: 'highlighted' } as const;
const notation =
	/\s*(?:\/\/|#|<!--|\/\*)\s*\[!code (?<what>\+\+|--|highlight)\]\s*(?:-->|\*\/)?\s*$/;

/** Fenced code: printed as a figure, with the text of the file that it names. */
export const codeBlocks: Feature = {
	renderFence: (fence, page) =>
		page.put(printBlock(readCodeBlock(fence, page.file), page), 'block'),
	exportFence: (fence, page) => exportBlock(readCodeBlock(fence, page.file), page)
};

/** A block as plain Markdown, with its text and without notation. */
export function exportBlock(block: CodeBlock, page: ExportedPage): string {
	const { code } = block.source === null ? block : withFile(block, block.source, page);
	const warning = block.trap === null ? null : `${labels[page.lang].counter} ${block.trap}`;
	const title = [warning, block.title].filter((part) => part !== null).join(' ');
	return fenced(block.lang, title, withoutNotation(code));
}

const withoutNotation = (code: string): string =>
	code
		.split('\n')
		.map((line) => line.replace(notation, ''))
		.join('\n');

/** A fenced block with a fence that does not occur in the text. */
export function fenced(lang: string, title: string, text: string): string {
	const runs = (text.match(/^\s*`{3,}/gm) ?? []).map((run) => run.trim().length);
	const fence = '`'.repeat(Math.max(2, ...runs) + 1);
	const info = title === '' ? '' : ` title="${title.replaceAll('"', "'")}"`;
	return `${fence}${lang}${info}\n${text}\n${fence}`;
}

/** Reads and renders a block, and adds it to the page's blocks. */
export function printBlock(block: CodeBlock, page: Page): Promise<string> {
	const printed = block.source === null ? block : withFile(block, block.source, page);
	if (block.trap !== null)
		requireTrap(block.trap, page, { file: page.file, line: block.line, field: 'counter' });
	if (block.source !== null) page.files.add(pathOf(block.source));
	page.blocks.push(printed);
	return codeFigure(printed, page);
}

/** A block with the text of the file or region that it names. */
function withFile(
	block: CodeBlock,
	source: string,
	{ project, file }: Pick<Page, 'project' | 'file'>
): CodeBlock {
	const at = { file, line: block.line, field: 'file' };
	const path = pathOf(source);
	const [, region = null] = source.split('#');
	const text = project.read(path);
	if (text === null) throw new ContentError(at, `there is no file ${path}`);
	try {
		return { ...block, code: readRegion(text, region) };
	} catch (error) {
		throw new ContentError(at, `${path} ${error instanceof Error ? error.message : String(error)}`);
	}
}

/**
 * Renders `<figure class="code"><figcaption>…</figcaption><pre><code><span class="line">…`. Each line
 * includes its newline, so that copied text and a browser without styles keep the lines.
 */
async function codeFigure(block: CodeBlock, { file, lang }: Page): Promise<string> {
	const at = { file, line: block.line };
	if (!isLanguage(block.lang)) throw new ContentError(at, `unknown language "${block.lang}"`);

	const marks = block.code.split('\n').map((line) => notation.exec(line)?.groups?.['what']);
	const lines = await highlight(withoutNotation(block.code), block.lang);
	const missing = [...block.lines].find((line) => line > lines.length);
	if (missing !== undefined) {
		throw new ContentError(at, `cannot highlight line ${missing}: the code has ${lines.length}`);
	}

	const html = lines.map((line, i) => {
		const mark = marks[i] as keyof typeof classes | undefined;
		const names = ['line', mark && classes[mark], block.lines.has(i + 1) && 'highlighted'];
		return `<span class="${[...new Set(names)].filter(Boolean).join(' ')}">${line}\n</span>`;
	});
	const name = block.trap === null ? 'code' : 'code counter';
	const address = typesAddress(block);
	const types = address === null ? '' : ` data-types="${escapeAttribute(address)}"`;
	// A long line scrolls, and scrolling must be possible by keyboard (WCAG 2.1.1).
	return (
		`<figure class="${name}" data-lang="${escapeAttribute(block.lang)}"${types}>${caption(block, lang)}` +
		`<pre tabindex="0" translate="no"><code>${html.join('')}</code></pre></figure>`
	);
}

function caption(block: CodeBlock, lang: Language): string {
	const warning =
		block.trap === null
			? ''
			: `<strong class="counter-label">${labels[lang].counter} <span class="trap">${block.trap}</span></strong>`;
	const title = block.title === null ? '' : `<span class="title">${withBreaks(block.title)}</span>`;
	return warning + title === '' ? '' : `<figcaption>${warning}${title}</figcaption>`;
}

/** Allows line breaks after the slashes of a path. */
function withBreaks(title: string): string {
	return escapeText(title).replace(/(?<=[^/])\/(?=[^/])/g, '/<wbr>');
}
