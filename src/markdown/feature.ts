import type { CodeBlock } from './code-block.ts';
import type { Diagram } from './diagram.ts';
import type { Fence } from './fences.ts';
import type { Line } from './lines.ts';
import type { Link } from './links.ts';
import type { Project } from './project.ts';
import type { Slots } from './slots.ts';
import type { Node } from './tree.ts';
import type { Language } from './types.ts';

/**
 * One addition to Markdown, or one rule that pages follow: an object that is listed in `features.ts`. The
 * methods run one after the other, each for all features in the order of that list: `renderFence`,
 * `transformLines`, then (after mdsvex has parsed the Markdown) `render` and `renderHtml`. All methods throw
 * ContentError for an author's mistake.
 */
export interface Feature<State = unknown> {
	/** Creates the object in which `transformLines` stores what it finds in a page, for `render`. */
	createState?(): State;
	/** Returns the text that replaces a fenced block; null leaves the block to the next feature. */
	renderFence?(fence: Fence, page: Page): string | null;
	/** Replaces syntax that Markdown does not know in the lines of a page, which contain no fences. */
	transformLines?(lines: Line[], page: Page, state: State): Line[];
	/** Changes the Markdown tree (mdast). */
	render?(tree: Node, page: Page, state: State): void;
	/** Changes the HTML tree (hast). */
	renderHtml?(tree: Node, page: Page): void;
	/** The counterpart of `renderFence` for pages in plain Markdown (`export-page.ts`), which tools read. */
	exportFence?(fence: Fence, page: ExportedPage): string | null;
	/** Replaces the feature's own syntax in the lines of a page that is exported as plain Markdown. */
	exportLine?(line: Line, page: ExportedPage): Line[];
}

/** A page during its export to plain Markdown. */
export interface ExportedPage extends Pick<
	Required<CompileOptions>,
	'project' | 'file' | 'lang' | 'today'
> {
	/** Its address. */
	path: string;
	/** Hides a block from the other features; returns its token, which needs its own line. */
	put(block: string): string;
}

export interface CompileOptions {
	project: Project;
	/** Path of the page's source, relative to the project. */
	file: string;
	lang: Language;
	/** Web address of the repository, for links to its files; null leaves them out. */
	repository: string | null;
	/**
	 * In development a diagram without a drawing is drawn in the browser, and markup is only parsed. Otherwise
	 * the missing drawing is a mistake, and Svelte compiles the markup, which finds more mistakes.
	 */
	isDevelopment: boolean;
	/** The day on which facts are checked for expiry, such as `2026-11-22`; defaults to today. */
	today?: string;
}

/** What features collect from a page. */
export interface Collected {
	links: Link[];
	/** Every code block, including those that `<Demo>` and `<ExampleFiles>` print. */
	blocks: CodeBlock[];
	diagrams: Diagram[];
	/** Files that the page's text was read from, relative to the project. */
	files: Set<string>;
	/** Import statements of the page's script. */
	imports: Set<string>;
}

/** A page during compilation. */
export interface Page extends Required<CompileOptions>, Collected, Pick<Slots, 'put' | 'putLive'> {
	/** The line in the author's file of a node, or of the line `below` lines further down. */
	lineOf(node: Node, below?: number): number;
}
