import { createHash } from 'node:crypto';
import { fenced } from './code-figure.ts';
import { ContentError } from './error.ts';
import { checkLabels } from './check-labels.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import type { Feature, Page } from './feature.ts';
import type { Fence } from './fences.ts';
import { labels } from './labels.ts';
import { readSignals, withoutSignals, type LiveSignals } from './live-signals.ts';
import { parseMeta } from './meta.ts';
import type { Language } from './types.ts';

export const diagramsFolder = 'content/diagrams';

/**
 * Part of the hash that names a drawing's file. Increment it when `drawDiagram` changes: then no stored drawing
 * is used, and `npm run diagrams` draws all of them again.
 */
const rendererVersion = 2;

/** A Mermaid diagram of a page. */
export interface Diagram {
	/** In Mermaid's syntax. */
	source: string;
	title: string;
	/** The content of the diagram as text. */
	alt: string;
	/** Line of the opening fence in the author's file. */
	line: number;
	/** Path of the drawing, relative to the project. */
	cache: string;
	hash: string;
	/** The value of the option `live`. */
	live?: string;
	/** The source with its marks of signals. */
	marked: string;
}

/** ```` ```mermaid ```` blocks: shows the drawing, with a text alternative. */
export const diagrams: Feature = {
	renderFence(fence, page) {
		if (fence.lang !== 'mermaid') return null;
		const diagram = readDiagram(fence, page.file);
		const same = page.diagrams.find(({ hash }) => hash === diagram.hash);
		if (same) {
			const reason = `is the same diagram as on line ${String(same.line)}: link to that one`;
			throw new ContentError({ file: page.file, line: fence.line }, reason);
		}
		page.diagrams.push(diagram);
		const at = { file: page.file, line: diagram.line };
		const live = readSignals(diagram.marked, diagram.live, page.project, at);
		const inner = drawing(diagram, page) ?? undrawn(diagram);
		const block = page.put(diagramFigure(diagram, inner, page.lang, live), 'block');
		const components = drawer(page) + (live ? player(live, page) : '');
		return components === '' ? block : page.putLive(block + components);
	},
	exportFence(fence, page) {
		if (fence.lang !== 'mermaid') return null;
		const { title, alt, source } = readDiagram(fence, page.file);
		return `${fenced('mermaid', title, source)}\n\n${alt}`;
	}
};

/** The stored drawing of a diagram; null if the browser has to draw it. */
function drawing(diagram: Diagram, { project, file, isDevelopment }: Page): string | null {
	const svg = project.read(diagram.cache);
	if (svg !== null) {
		checkLabels(diagram, svg, file);
		return svg.trim();
	}
	if (isDevelopment) return null;
	const reason = 'the diagram has no drawing of this text: run `npm run diagrams`';
	throw new ContentError({ file, line: diagram.line }, reason);
}

function undrawn({ hash, source }: Diagram): string {
	const names = `aria-labelledby="diagram-${hash}-title" aria-describedby="diagram-${hash}-text"`;
	return `<div role="img" translate="no" ${names} data-undrawn="${hash}" data-source="${escapeAttribute(source)}"></div>`;
}

/**
 * The component that draws the diagrams without a drawing. In development every page with diagrams has it, so
 * that an edit of a diagram changes only the page's text.
 */
function drawer({ isDevelopment, diagrams: { length }, imports }: Page): string {
	if (!isDevelopment || length > 1) return '';
	imports.add(`import DiagramDrawer from '/src/markdown/DiagramDrawer.svelte';`);
	return '<DiagramDrawer />';
}

/** The component that highlights arrows of the figure before it as the reader's own connection uses them. */
function player({ kind }: LiveSignals, { imports, lang }: Page): string {
	// `?in=` imports a copy with the texts of that language (src/build/vite-language.ts).
	const mark = lang === 'ja' ? '' : `?in=${lang}`;
	imports.add(`import DiagramPlayer from '$lib/labs/live-diagram/DiagramPlayer.svelte${mark}';`);
	return `<DiagramPlayer kind="${kind}" />`;
}

/** Parses a Mermaid fence; throws ContentError for an invalid option, or without title, `alt` or source. */
export function readDiagram(fence: Fence, file: string): Diagram {
	const at = { file, line: fence.line };
	const { options } = parseMeta(fence.meta, ['title', 'alt', 'live'], at);
	const [title, alt] = ['title', 'alt'].map((field) => {
		const value = options.get(field)?.trim();
		if (!value) throw new ContentError({ ...at, field }, 'is missing');
		return value;
	}) as [string, string];
	const marked = fence.code.trim();
	const source = withoutSignals(marked);
	const live = options.get('live');
	if (source === '') throw new ContentError(at, 'the diagram is empty');
	const hash = createHash('sha256')
		.update(`${rendererVersion}\n${source}`)
		.digest('hex')
		.slice(0, 16);
	const cache = `${diagramsFolder}/${hash}.svg`;
	return { source, marked, title, alt, line: fence.line, cache, hash, ...(live && { live }) };
}

/**
 * Renders `<figure class="diagram">`. The caption is the image's name and the text below is its
 * description, so that assistive technology reads neither twice.
 * @param drawing SVG markup, or the place where the browser draws it in development
 */
export function diagramFigure(
	diagram: Diagram,
	drawing: string,
	lang: Language,
	live: LiveSignals | null = null
): string {
	const id = `diagram-${diagram.hash}`;
	const named = drawing.replace(
		/<svg\b/g,
		`<svg translate="no" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-text"`
	);
	return (
		`<figure class="diagram" id="${id}"${live ? ` data-signals="${live.signals.join(' ')}"` : ''}>` +
		`<figcaption id="${id}-title">${escapeText(diagram.title)}</figcaption>` +
		`<button class="enlarge" type="button" aria-haspopup="dialog" aria-describedby="${id}-title">${labels[lang].enlarge}</button>` +
		`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}-title">${named}</div>` +
		`<details><summary>${labels[lang].diagramText}</summary>` +
		`<p id="${id}-text">${escapeText(diagram.alt)}</p></details></figure>`
	);
}
