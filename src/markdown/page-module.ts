import { compile } from 'svelte/compiler';
import type { CompiledPage } from './compile.ts';
import { ContentError } from './error.ts';
import { fillSlots } from './slots.ts';
import { splitStatic } from './static-split.ts';

/**
 * Returns the Svelte source of a page's module. With `blank` each static piece is one space: the
 * production client keeps the server's HTML in place of any piece that is not empty (an empty one
 * makes Svelte skip it and lose its place in the DOM).
 */
export function pageModule(page: CompiledPage, options: { blank: boolean }): string {
	const { html, pieces } = splitStatic(page.html);
	const texts = options.blank
		? pieces.map(() => ' ')
		: pieces.map((piece) => fillSlots(piece, page.slots));
	return [
		'<script module>',
		`export const metadata = ${inScript(page.frontmatter)};`,
		`const pieces = ${inScript(texts)};`,
		'</script>',
		...(page.imports.size === 0 ? [] : ['<script>', ...page.imports, '</script>']),
		html
	].join('\n');
}

/** Whether a page has no live parts, and so needs no script of its own in the browser. */
export const isStatic = (page: Pick<CompiledPage, 'html'>): boolean =>
	splitStatic(page.html).html === '{@html pieces[0]}';

/** JSON in which an HTML parser finds no end of the script. */
function inScript(value: unknown): string {
	return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/**
 * Throws ContentError if Svelte rejects the whole markup: unclosed tags, or elements that a browser
 * would move, such as a paragraph in a paragraph. Svelte does not check the content of `{@html}`, and
 * hydration would find a different DOM than the server rendered.
 */
export function checkMarkup(page: CompiledPage, file: string): void {
	try {
		compile(page.html, { generate: false, runes: true, warningFilter: () => false });
	} catch (error) {
		const { message, position } = error as { message: string; position?: [number, number] };
		const near = page.html
			.slice(position?.[0] ?? 0)
			.split('\n')[0]
			?.slice(0, 80);
		throw new ContentError({ file, line: 1 }, `${message.split('\n')[0]} (at ${near})`);
	}
}
