import { compile as mdsvex } from 'mdsvex';
import { balancedHtml } from './balanced-html.ts';
import { bareLinks } from './bare-links.ts';
import { callouts } from './callout.ts';
import { checklists } from './checklist.ts';
import { codeBlocks } from './code-figure.ts';
import { demos } from './demo.ts';
import { diagrams } from './diagram.ts';
import { examples } from './example.ts';
import { facts, today } from './fact.ts';
import type { Collected, CompileOptions, Feature, Page } from './feature.ts';
import { takeFences } from './fences.ts';
import { fileLinks } from './file-links.ts';
import { folds } from './fold.ts';
import { footnotes } from './footnotes.ts';
import { readFrontmatter } from './frontmatter.ts';
import { headings } from './headings.ts';
import { inlineCode } from './inline-code.ts';
import { lineJoin } from './line-join.ts';
import { toText, type Line } from './lines.ts';
import { links } from './links.ts';
import { mask, unmask } from './mask.ts';
import { plainHtml } from './plain-html.ts';
import { sections } from './sections.ts';
import { createSlots, slotParagraphs } from './slots.ts';
import { tables } from './table.ts';
import type { Node } from './tree.ts';
import type { Frontmatter } from './types.ts';

/** In the order in which they are called. */
const features: readonly Feature[] = [
	slotParagraphs,
	balancedHtml,
	plainHtml,
	diagrams,
	codeBlocks,
	headings,
	callouts,
	tables,
	checklists,
	folds,
	demos,
	examples,
	facts,
	footnotes,
	bareLinks,
	links,
	fileLinks,
	lineJoin,
	inlineCode,
	sections
];

/** A page as Svelte markup, with what other steps need to know about it. */
export interface CompiledPage extends Collected {
	/** Svelte markup without scripts; tokens stand for static HTML. */
	html: string;
	/** The static HTML, with which `fillSlots` replaces the tokens. */
	slots: string[];
	frontmatter: Frontmatter;
}

/** Compiles a page's Markdown to Svelte markup. Throws ContentError for any mistake of the author. */
export async function compilePage(source: string, options: CompileOptions): Promise<CompiledPage> {
	const { frontmatter, body } = readFrontmatter(source, options.file);
	const slots = createSlots();
	const collected: Collected = {
		links: [],
		blocks: [],
		diagrams: [],
		files: new Set(),
		imports: new Set()
	};
	let lines: Line[] = body;
	const page: Page = {
		...options,
		...collected,
		today: options.today ?? today(),
		put: slots.put,
		putLive: slots.putLive,
		lineOf: (node, below = 0) => lines[(node.position?.start.line ?? 1) - 1 + below]?.no ?? 1
	};
	const started = features.map((feature) => ({ feature, found: feature.start?.() }));

	lines = takeFences(lines, page.file, (fence) => {
		for (const feature of features) {
			const text = feature.takeFence?.(fence, page) ?? null;
			if (text !== null) return text;
		}
		return '';
	});
	for (const { feature, found } of started) lines = feature.take?.(lines, page, found) ?? lines;

	const markup = await renderMarkdown(
		toText(lines),
		page.file,
		(tree) => {
			for (const { feature, found } of started) feature.render?.(tree, page, found);
		},
		(tree) => {
			for (const feature of features) feature.renderHtml?.(tree, page);
		}
	);
	const settled = await slots.settle(markup);
	return { ...collected, frontmatter, html: settled.text, slots: settled.slots };
}

type Change = (tree: Node) => void;

async function renderMarkdown(text: string, file: string, markdown: Change, html: Change) {
	const result = await mdsvex(mask(text), {
		filename: file,
		extensions: ['.md'],
		smartypants: false,
		// Code is highlighted already; without this mdsvex loads its own highlighter.
		highlight: { highlighter: (code) => code },
		remarkPlugins: [() => markdown],
		rehypePlugins: [() => html]
	});
	return unmask(result?.code ?? '').trim();
}
