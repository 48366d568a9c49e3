import type { CodeBlock } from './code-block.ts';
import { ContentError } from './error.ts';
import type { Line } from './lines.ts';
import { parseMeta } from './meta.ts';

export const demosFolder = 'src/lib/demos';
const tag = /^\s*<Demo\b(?<meta>[^>]*?)\/?>\s*$/;

/** A `<Demo …>` line: the demonstration and the files of it that are printed below. */
export interface DemoTag {
	name: string;
	files: CodeBlock[];
	line: number;
}

/**
 * Takes `<Demo name="…" files="…" />` lines out. Throws ContentError for a demonstration that has
 * no folder (`exists` is asked for its `index.ts`).
 */
export function takeDemos(
	lines: Line[],
	file: string,
	exists: (path: string) => boolean,
	replace: (demo: DemoTag) => string
): Line[] {
	return lines.map((line) => {
		const groups = tag.exec(line.text)?.groups;
		if (!groups) return line;
		const at = { file, line: line.no };
		const { options } = parseMeta(groups['meta'] ?? '', ['name', 'files'], at);
		const name = options.get('name') ?? '';
		if (!/^[a-z0-9-]+$/.test(name) || !exists(`${demosFolder}/${name}/index.ts`)) {
			throw new ContentError({ ...at, field: 'name' }, `there is no demo ${demosFolder}/${name}/`);
		}
		const files = (options.get('files') ?? '')
			.split(',')
			.map((path) => path.trim())
			.filter((path) => path !== '')
			.map((path) => fileBlock(`${demosFolder}/${name}/${path}`, line.no));
		return { no: line.no, text: replace({ name, files, line: line.no }) };
	});
}

/** A block that prints a file; its caption is the path. */
export function fileBlock(source: string, line: number): CodeBlock {
	const title = source.replace(/#.*$/, '');
	const lang = /\.(\w+)$/.exec(title)?.[1] ?? 'text';
	return { lang, kind: 'file', source, trap: null, title, lines: new Set(), code: '', line };
}
