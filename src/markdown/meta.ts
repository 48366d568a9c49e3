import { ContentError } from './error.ts';

/** The options of a fence or tag: `name="value"`, `name=value`, `{1,3-5}`, flags. */
export interface Meta {
	/** A flag's value is the empty string. */
	options: Map<string, string>;
	/** The line numbers in `{…}`, from 1. */
	lines: Set<number>;
}

const part =
	/\{(?<lines>[\d\s,-]*)\}|(?<name>[a-z][\w-]*)(?:=(?:"(?<quoted>[^"]*)"|(?<bare>[^\s"{}]+)))?/y;

/** Parses options; throws ContentError for a syntax error or an option that is not in `known`. */
export function parseMeta(
	text: string,
	known: readonly string[],
	at: { file: string; line: number }
): Meta {
	const meta: Meta = { options: new Map(), lines: new Set() };
	for (let rest = text.trim(); rest !== '';) {
		part.lastIndex = 0;
		const match = part.exec(rest);
		const groups = match?.groups;
		const end = match?.[0].length ?? 0;
		if (!groups || (end < rest.length && !/\s/.test(rest[end] ?? ''))) {
			throw new ContentError(at, `cannot read the option at "${rest}"`);
		}
		if (groups['lines'] !== undefined) {
			for (const line of lineNumbers(groups['lines'], at)) meta.lines.add(line);
		} else {
			const name = groups['name'] ?? '';
			if (!known.includes(name)) {
				throw new ContentError(
					{ ...at, field: name },
					`is not a known option: ${known.join(', ')}`
				);
			}
			if (meta.options.has(name)) throw new ContentError({ ...at, field: name }, 'is given twice');
			meta.options.set(name, groups['quoted'] ?? groups['bare'] ?? '');
		}
		rest = rest.slice(end).trimStart();
	}
	return meta;
}

function lineNumbers(text: string, at: { file: string; line: number }): number[] {
	return text.split(',').flatMap((range) => {
		const bounds = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(range);
		const from = Number(bounds?.[1]);
		const to = Number(bounds?.[2] ?? from);
		if (!bounds || from < 1 || to < from) {
			throw new ContentError(at, `{${text}} must be line numbers such as {1,3-5}`);
		}
		return Array.from({ length: to - from + 1 }, (_, i) => from + i);
	});
}
