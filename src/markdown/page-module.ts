import { compile, parse } from 'svelte/compiler';
import type { CompiledPage } from './compile.ts';
import { ContentError } from './error.ts';
import type { CompileOptions } from './feature.ts';
import { fillSlots } from './slots.ts';
import { splitStatic, type Split } from './static-split.ts';

/**
 * Returns the Svelte source of a page's module. With `blank` each static piece is one space: the
 * production client keeps the server's HTML in place of any piece that is not empty (Svelte would skip an
 * empty piece and lose its place in the DOM). With `hot`, the path of the page's file, the module applies the
 * texts that development sends after an edit of that file.
 */
export function pageModule(
	page: CompiledPage,
	options: { blank: boolean; hot?: string | undefined }
): string {
	const { html, texts } = partsOf(page);
	const pieces = inScript(options.blank ? texts.map(() => ' ') : texts);
	return [
		'<script module>',
		`export const metadata = ${inScript(page.frontmatter)};`,
		...(options.hot === undefined
			? [`const pieces = ${pieces};`]
			: [`const pieces = $state(${pieces});`, applyEdits(options.hot)]),
		'</script>',
		...(page.imports.size === 0 ? [] : ['<script>', ...page.imports, '</script>']),
		html
	].join('\n');
}

/** The event with which development sends the browser the texts of an edited page. */
export const textsEvent = 'wirelab:texts';
export interface TextsUpdate {
	file: string;
	texts: string[];
}

/** Svelte renders only the texts that change, so that demonstrations keep their state. */
const applyEdits = (file: string): string =>
	`import.meta.hot?.on('${textsEvent}', (update) => {
		if (update.file === ${inScript(file)}) update.texts.forEach((text, i) => (pieces[i] = text));
	});`;

/** A page's static texts, and its markup with `{@html pieces[i]}` in place of text `i`. */
export function partsOf(page: CompiledPage): { html: string; texts: string[] } {
	const { html, pieces } = splitOf(page);
	return { html, texts: pieces.map((piece) => fillSlots(piece, page.slots)) };
}

/** The split of each compiled page, stored because several callers need it and it takes a parse of the whole page. */
const splits = new WeakMap<object, Split>();

function splitOf(page: Pick<CompiledPage, 'html'>): Split {
	const split = splits.get(page) ?? splitStatic(page.html);
	splits.set(page, split);
	return split;
}

/** Whether a page has no live parts, and so needs no script in the browser. */
export const isStatic = (page: Pick<CompiledPage, 'html'>): boolean =>
	splitOf(page).html === '{@html pieces[0]}';

/** JSON in which an HTML parser finds no end of the script. */
function inScript(value: unknown): string {
	return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** The longest excerpt of markup in a message, in characters. */
const maxExcerpt = 80;

/**
 * Throws ContentError, with the line of the element in the page's source, if Svelte rejects the markup:
 * unclosed tags, or elements that a browser would move, such as a paragraph in a paragraph. Checks the
 * markup as it is before `splitStatic`: Svelte does not check the content of `{@html}`, and after a move
 * hydration would find a different DOM than the server rendered.
 */
export function checkMarkup(
	page: CompiledPage,
	{ file, isDevelopment }: Pick<CompileOptions, 'file' | 'isDevelopment'>,
	source: string
): void {
	try {
		// Compiling takes as long as all other steps together, so only the build and the linter do it.
		if (isDevelopment) parse(page.html, { modern: true });
		else compile(page.html, { generate: false, runes: true, warningFilter: () => false });
	} catch (error) {
		const { message, position } = error as { message: string; position?: [number, number] };
		const excerpt = page.html
			.slice(position?.[0] ?? 0)
			.split('\n')[0]
			?.slice(0, maxExcerpt);
		const line = lineOfTag(source, excerpt ?? '');
		throw new ContentError({ file, line }, `${message.split('\n')[0]} (at ${excerpt})`);
	}
}

/** The first line of the source with the tag that begins the markup; 1 if the author did not write that tag. */
function lineOfTag(source: string, markup: string): number {
	const name = /^<\/?([a-z][\w-]*)/i.exec(markup)?.[1];
	const tag = name === undefined ? null : new RegExp(`</?${name}[\\s/>]`, 'i');
	return source.split(/\r\n?|\n/).findIndex((line) => tag?.test(`${line} `)) + 1 || 1;
}
