import { compile as mdsvex } from 'mdsvex';
import { today } from './fact.ts';
import type { Collected, CompileOptions, Page } from './feature.ts';
import { features } from './features.ts';
import { replaceFences } from './fences.ts';
import { readFrontmatter } from './frontmatter.ts';
import { toText, type Line } from './lines.ts';
import { mask, unmask } from './mask.ts';
import { createSlots } from './slots.ts';
import type { Node } from './tree.ts';
import type { Frontmatter } from './types.ts';

/** A page as Svelte markup, with what other steps need to know about it. */
export interface CompiledPage extends Collected {
	/** Svelte markup without scripts; tokens stand for static HTML. */
	html: string;
	/** The static HTML that `fillSlots` puts in place of the tokens. */
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
		lineOf: (node, below = 0) => lines[(node.position?.start.line ?? 1) - 1 + below]?.number ?? 1
	};
	const active = features.map((feature) => ({ feature, state: feature.createState?.() }));

	lines = replaceFences(lines, page.file, (fence) => {
		for (const feature of features) {
			const text = feature.renderFence?.(fence, page) ?? null;
			if (text !== null) return text;
		}
		return '';
	});
	for (const { feature, state } of active)
		lines = feature.transformLines?.(lines, page, state) ?? lines;

	const markup = await renderMarkdown(
		toText(lines),
		page.file,
		(tree) => {
			for (const { feature, state } of active) feature.render?.(tree, page, state);
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
		// Code is already highlighted; by default mdsvex would load its own highlighter.
		highlight: { highlighter: (code) => code },
		remarkPlugins: [() => markdown],
		rehypePlugins: [() => html]
	});
	return unmask(result?.code ?? '').trim();
}
