import { createHash } from 'node:crypto';
import { ContentError } from './error.ts';
import { escapeText } from './escape.ts';
import type { Fence } from './fences.ts';
import { labels } from './labels.ts';
import { parseMeta } from './meta.ts';
import type { Language } from './types.ts';

export const diagramsFolder = 'content/diagrams';

/**
 * Part of every diagram's name. Raise it when what `drawDiagram` makes of a source changes: then
 * all drawings are stale and `npm run diagrams` draws them anew.
 */
export const rendererVersion = 1;

/** A mermaid fence, read. */
export interface Diagram {
	/** Mermaid's text. */
	source: string;
	title: string;
	/** What the diagram shows, in words. */
	alt: string;
	/** First line of the source in the author's file. */
	line: number;
	/** Where the drawing is kept, relative to the project. */
	cache: string;
	hash: string;
}

/** Reads a mermaid fence; throws ContentError without title or alternative text. */
export function readDiagram(fence: Fence, file: string): Diagram {
	const at = { file, line: fence.line };
	const { options } = parseMeta(fence.meta, ['title', 'alt'], at);
	const [title, alt] = ['title', 'alt'].map((field) => {
		const value = options.get(field)?.trim();
		if (!value) throw new ContentError({ ...at, field }, 'is missing');
		return value;
	}) as [string, string];
	const source = fence.code.trim();
	if (source === '') throw new ContentError(at, 'the diagram is empty');
	const hash = createHash('sha256')
		.update(`${rendererVersion}\n${source}`)
		.digest('hex')
		.slice(0, 16);
	return { source, title, alt, line: fence.line, cache: `${diagramsFolder}/${hash}.svg`, hash };
}

/**
 * Renders `<figure class="diagram">` around a drawing. The caption names the image and the text
 * below describes it, so that nothing is said twice in the page.
 * `drawing` is SVG markup, or the Svelte component that draws it in development.
 */
export function diagramFigure(diagram: Diagram, drawing: string, lang: Language): string {
	const id = `diagram-${diagram.hash}`;
	const named = drawing.replace(
		/^<svg\b/,
		`<svg translate="no" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-text"`
	);
	return (
		`<figure class="diagram" id="${id}">` +
		`<figcaption id="${id}-title">${escapeText(diagram.title)}</figcaption>` +
		`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}-title">${named}</div>` +
		`<details><summary>${labels[lang].diagramText}</summary>` +
		`<p id="${id}-text">${escapeText(diagram.alt)}</p></details></figure>`
	);
}
