import type { CodeBlock } from './code-block.ts';
import { ContentError } from './error.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { highlight, isLanguage } from './highlight.ts';
import { labels } from './labels.ts';
import { typesAddress } from './typed.ts';
import type { Language } from './types.ts';

const classes = { '++': 'add', '--': 'del', highlight: 'highlighted' } as const;
const notation =
	/\s*(?:\/\/|#|<!--|\/\*)\s*\[!code (?<what>\+\+|--|highlight)\]\s*(?:-->|\*\/)?\s*$/;

/**
 * Renders a code block:
 * `<figure class="code"><figcaption>…</figcaption><pre><code><span class="line">…`. Every line holds
 * its own newline, so that copied text and a browser without styles both keep the lines.
 * Throws ContentError for a language nobody knows or a highlighted line that does not exist.
 */
export async function codeFigure(
	block: CodeBlock,
	at: { file: string; lang: Language }
): Promise<string> {
	const place = { file: at.file, line: block.line };
	if (!isLanguage(block.lang))
		throw new ContentError(place, `"${block.lang}" is not a known language`);

	const marks = block.code.split('\n').map((line) => notation.exec(line)?.groups?.['what']);
	const code = block.code
		.split('\n')
		.map((line) => line.replace(notation, ''))
		.join('\n');
	const lines = await highlight(code, block.lang);
	const beyond = [...block.lines].find((line) => line > lines.length);
	if (beyond !== undefined) {
		throw new ContentError(
			place,
			`line ${beyond} is to be highlighted, but the code has ${lines.length}`
		);
	}

	const html = lines.map((line, i) => {
		const mark = marks[i] as keyof typeof classes | undefined;
		const names = ['line', mark && classes[mark], block.lines.has(i + 1) && 'highlighted'];
		return `<span class="${[...new Set(names)].filter(Boolean).join(' ')}">${line}\n</span>`;
	});
	const name = block.trap === null ? 'code' : 'code counter';
	const address = typesAddress(block);
	const types = address === null ? '' : ` data-types="${escapeAttribute(address)}"`;
	// A long line scrolls, and what scrolls must be reachable by keyboard (WCAG 2.1.1).
	return (
		`<figure class="${name}" data-lang="${escapeAttribute(block.lang)}"${types}>${caption(block, at.lang)}` +
		`<pre tabindex="0" translate="no"><code>${html.join('')}</code></pre></figure>`
	);
}

function caption(block: CodeBlock, lang: Language): string {
	const warning =
		block.trap === null
			? ''
			: `<strong class="counter-label">${labels[lang].counter} <span class="trap">${block.trap}</span></strong>`;
	const title = block.title === null ? '' : `<span class="title">${breakable(block.title)}</span>`;
	return warning + title === '' ? '' : `<figcaption>${warning}${title}</figcaption>`;
}

/** A path breaks after its slashes rather than in the middle of a name. */
function breakable(title: string): string {
	return escapeText(title).replace(/(?<=[^/])\/(?=[^/])/g, '/<wbr>');
}
