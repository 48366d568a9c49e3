import { compile } from 'svelte/compiler';
import type { CompiledPage } from './compile.ts';
import { ContentError } from './error.ts';
import { splitStatic } from './static-split.ts';

const components = {
	Demo: '$lib/demos/Demo.svelte',
	Checklist: '$lib/components/Checklist.svelte',
	LiveDiagram: '/src/markdown/LiveDiagram.svelte'
};

const demoTag = /<Demo name="([a-z0-9-]+)"( isExample)? \/>/g;

/**
 * Writes the Svelte source of a page's module. With `blank` each static piece is one space: the
 * production client leaves the server's HTML in place, for which any text that is not empty does
 * (an empty one makes Svelte skip the piece and lose its place in the DOM).
 */
export function pageModule(page: CompiledPage, options: { blank: boolean }): string {
	const { html, pieces } = splitStatic(page.html);
	const texts = options.blank ? pieces.map(() => ' ') : pieces.map(page.fill);
	const imports = [...page.components].map((name) => `import ${name} from '${components[name]}';`);
	const demos = new Set<string>();
	const markup = html.replace(demoTag, (_, name: string, isExample: string = '') => {
		const folder = isExample === '' ? 'demos' : 'examples';
		const meta = `${folder}_${name.replaceAll('-', '_')}`;
		demos.add(`import { meta as ${meta} } from '$lib/${folder}/${name}/meta.ts';`);
		const load = `() => import('$lib/${folder}/${name}/index.ts')`;
		return `<Demo name="${name}" meta={${meta}} load={${load}}${isExample} />`;
	});
	imports.push(...demos);
	return [
		'<script module>',
		`export const metadata = ${inScript(page.frontmatter)};`,
		`const pieces = ${inScript(texts)};`,
		'</script>',
		...(imports.length === 0 ? [] : ['<script>', ...imports, '</script>']),
		markup
	].join('\n');
}

/** Whether nothing of a page comes alive in the browser: then it needs no script of its own there. */
export const isStill = (page: Pick<CompiledPage, 'html'>): boolean =>
	splitStatic(page.html).html === '{@html pieces[0]}';

/** JSON that no HTML parser takes for the end of the script. */
function inScript(value: unknown): string {
	return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/**
 * Throws ContentError where Svelte refuses the markup as a whole: tags left open, or elements that
 * a browser would move, such as a paragraph in a paragraph. Inside of `{@html}` nobody would look,
 * and hydration would find another DOM than the server wrote.
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
