import { ContentError } from './error.ts';
import { escapeText } from './escape.ts';
import type { Feature } from './feature.ts';
import { replaceMarks } from './lines.ts';
import type { Project } from './project.ts';
import type { Language } from './types.ts';

/** What was measured in the recorded traces of the wire laboratory; `npm run traces` writes it. */
export const figuresFile = 'src/lib/labs/wire/figures.json';

const mark = /\[\[wire:([^\]]*)\]\]/g;
const day = /^\d{4}-\d{2}-\d{2}$/;

/** `[[wire:sse.received.bytes]]`: prints the value at that path of the file of figures. */
export const wireFigures: Feature = {
	transformLines(lines, page) {
		return lines.map((line) =>
			replaceMarks(line, mark, (path) => {
				page.files.add(figuresFile);
				const value = figureAt(page.project, path);
				if (value !== null) return page.put(figureHtml(value, page.lang), 'inline');
				const at = { file: page.file, line: line.number };
				throw new ContentError(at, `there is no figure "${path}" in ${figuresFile}`);
			})
		);
	},
	exportLine(line, page) {
		return [
			replaceMarks(line, mark, (path, whole) => {
				const value = figureAt(page.project, path);
				return value === null ? whole : textOf(value, page.lang);
			})
		];
	}
};

/** The text or number at a path of the file of figures; null if there is none. */
function figureAt(project: Project, path: string): string | number | null {
	const all: unknown = JSON.parse(project.read(figuresFile) ?? '{}');
	const value = path
		.split('.')
		.reduce<unknown>(
			(parent, key) =>
				typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
					? Reflect.get(parent, key)
					: null,
			all
		);
	return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function figureHtml(value: string | number, lang: Language): string {
	const text = escapeText(textOf(value, lang));
	return day.test(String(value)) ? `<time datetime="${value}">${text}</time>` : text;
}

function textOf(value: string | number, lang: Language): string {
	if (typeof value === 'number') return value.toLocaleString(lang);
	if (!day.test(value)) return value;
	return new Date(value).toLocaleDateString(lang, { dateStyle: 'long', timeZone: 'UTC' });
}
