import { compile as mdsvex } from 'mdsvex';
import { checkTags } from './balanced-html.ts';
import { markBareLinks } from './bare-links.ts';
import { renderCallouts, takeCallouts } from './callout.ts';
import { renderChecklists, takeChecklists } from './checklist.ts';
import { readCodeBlock, type CodeBlock } from './code-block.ts';
import { codeFigure } from './code-figure.ts';
import { takeDemos } from './demo.ts';
import { diagramFigure, readDiagram, type Diagram } from './diagram.ts';
import { checkWords } from './diagram-words.ts';
import { ContentError } from './error.ts';
import { exampleFiles, takeExamples } from './example.ts';
import { factsFile, readFacts, takeFacts, today } from './fact.ts';
import { takeFences } from './fences.ts';
import { readFrontmatter } from './frontmatter.ts';
import { renderHeadings, takeHeadings } from './headings.ts';
import { inlineCode } from './inline-code.ts';
import { linkFiles } from './file-links.ts';
import { refuseFootnotes } from './footnotes.ts';
import { joinLines } from './line-join.ts';
import { toText } from './lines.ts';
import { collectLinks, type Link } from './links.ts';
import { mask, unmask } from './mask.ts';
import { checkHtml } from './plain-html.ts';
import type { Project } from './project.ts';
import { readRegion } from './region.ts';
import { sections } from './sections.ts';
import { placeSlots, createSlots } from './slots.ts';
import { renderTables, tableHeaders, takeCaptions } from './table.ts';
import type { Node } from './tree.ts';
import type { Frontmatter, Language } from './types.ts';

/** A page as Svelte markup, with what other steps want to know of it. */
export interface CompiledPage {
	/** Svelte markup without scripts; tokens stand for static HTML. */
	html: string;
	/** Puts the static HTML in place of its tokens. */
	fill: (html: string) => string;
	frontmatter: Frontmatter;
	links: Link[];
	/** Every code block, those that a `<Demo>` prints included. */
	blocks: CodeBlock[];
	diagrams: Diagram[];
	/** Files whose text is in the page, relative to the project. */
	files: Set<string>;
	/** Components that the markup uses. */
	components: Set<'Demo' | 'Checklist' | 'LiveDiagram'>;
}

export interface CompileOptions {
	project: Project;
	/** Path of the page's source, relative to the project. */
	file: string;
	lang: Language;
	/** Web address of the repository, where readers can look at its files; null where they cannot. */
	repository: string | null;
	/** Development draws a diagram in the browser where its drawing is missing; a build stops. */
	live: boolean;
	/** The day on which facts are looked at (`2026-11-22`); today unless told otherwise. */
	today?: string;
}

/**
 * Turns a page's Markdown into Svelte markup: text steps take out what Markdown does not know,
 * mdsvex does Markdown, tree steps shape the result. Throws ContentError for any mistake.
 */
export async function compilePage(source: string, options: CompileOptions): Promise<CompiledPage> {
	const { project, file, lang, repository } = options;
	const slots = createSlots();
	const { frontmatter, body } = readFrontmatter(source, file);
	const page: CompiledPage = {
		html: '',
		fill: slots.fill,
		frontmatter,
		links: [],
		blocks: [],
		diagrams: [],
		files: new Set([factsFile]),
		components: new Set()
	};

	const code = (block: CodeBlock): Promise<string> => {
		const shown =
			block.source === null ? block : printed(block, block.source, project, file, page.files);
		page.blocks.push(shown);
		return codeFigure(shown, { file, lang });
	};

	let lines = takeFences(body, file, (fence) => {
		if (fence.lang !== 'mermaid') return slots.put(code(readCodeBlock(fence, file)), 'block');
		const diagram = readDiagram(fence, file);
		const same = page.diagrams.find(({ hash }) => hash === diagram.hash);
		if (same) {
			const reason = `is the same diagram as on line ${String(same.line)}: link to that one`;
			throw new ContentError({ file, line: fence.line }, reason);
		}
		page.diagrams.push(diagram);
		const svg = drawing(diagram, options);
		if (svg !== null) return slots.put(diagramFigure(diagram, svg, lang), 'block');
		page.components.add('LiveDiagram');
		return slots.putLive(diagramFigure(diagram, liveDiagram(diagram), lang));
	});
	const headed = takeHeadings(lines, file);
	const called = takeCallouts(headed.lines, file);
	const captioned = takeCaptions(called.lines, file);
	const checked = takeChecklists(captioned.lines, file, (tag) => {
		page.components.add('Checklist');
		return slots.putLive(tag);
	});
	lines = takeDemos(checked.lines, file, project.exists, (demo) => {
		page.components.add('Demo');
		const files = printedFiles(demo.files.map(code));
		const shown = demo.files.length === 0 ? '' : slots.put(files, 'block');
		return slots.putLive(`<Demo name="${demo.name}" />${shown}`);
	});
	lines = takeExamples(lines, file, project, ({ name, files }) => {
		page.components.add('Demo');
		const shown = slots.put(exampleFiles(name, files, { figure: code, lang }), 'block');
		return slots.putLive(`<Demo name="${name}" isExample />${shown}`);
	});
	const facts = readFacts(project.read(factsFile) ?? '');
	lines = takeFacts(lines, { file, lang, today: options.today ?? today() }, facts, (html) =>
		slots.put(html, 'inline')
	);

	refuseFootnotes(lines, file);
	lines = markBareLinks(lines);

	const lineOf = (node: Node, below = 0) =>
		lines[(node.position?.start.line ?? 1) - 1 + below]?.no ?? 1;
	const result = await mdsvex(mask(toText(lines)), {
		filename: file,
		extensions: ['.md'],
		smartypants: false,
		// Highlighting is done already; this only keeps mdsvex from loading its own.
		highlight: { highlighter: (left) => left },
		remarkPlugins: [
			placeSlots(file, lineOf),
			checkTags(file, lineOf),
			checkHtml(file, lineOf),
			renderHeadings(headed.headings, { file, lang }, lineOf),
			renderCallouts(called.callouts, lang, lineOf),
			renderTables(captioned.captions, file, lineOf),
			renderChecklists(checked.checklists, file, lineOf),
			collectLinks(page.links, lineOf),
			...(repository === null ? [] : [linkFiles(repository, project)]),
			joinLines,
			inlineCode
		],
		rehypePlugins: [tableHeaders, sections]
	});
	page.html = await slots.settle(unmask(result?.code ?? '').trim());
	return page;
}

/** A block with the text of the file that it names. */
function printed(
	block: CodeBlock,
	source: string,
	project: Project,
	file: string,
	files: Set<string>
): CodeBlock {
	const at = { file, line: block.line, field: 'file' };
	const [path = '', region = null] = source.split('#');
	const text = project.read(path);
	if (text === null) throw new ContentError(at, `there is no file ${path}`);
	files.add(path);
	try {
		return { ...block, code: readRegion(text, region) };
	} catch (error) {
		throw new ContentError(at, `${path} ${error instanceof Error ? error.message : String(error)}`);
	}
}

async function printedFiles(figures: Promise<string>[]): Promise<string> {
	return `<div class="demo-files">${(await Promise.all(figures)).join('')}</div>`;
}

/** The kept drawing of a diagram; null where it has to be drawn live. */
function drawing(diagram: Diagram, { project, file, live }: CompileOptions): string | null {
	const svg = project.read(diagram.cache);
	if (svg !== null) {
		checkWords(diagram, svg, file);
		return svg.trim();
	}
	if (live) return null;
	throw new ContentError(
		{ file, line: diagram.line },
		'the diagram has no drawing, or is newer than it: run `npm run diagrams`'
	);
}

function liveDiagram({ hash, source }: Diagram): string {
	// In an expression JSON is read as it is: braces and quotes of the source do no harm.
	return `<LiveDiagram hash="${hash}" source={${JSON.stringify(source)}} />`;
}
