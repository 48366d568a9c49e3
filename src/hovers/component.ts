import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { svelte2tsx } from 'svelte2tsx';
import { VERSION } from 'svelte/compiler';
import { lineStarts } from './lines.ts';
import type { Name } from './service.ts';

/** A Svelte component as TypeScript code. */
export interface Component {
	/** The generated TypeScript. */
	code: string;
	/** Maps names in `code` to their positions in the component, in reading order. */
	back(names: readonly Name[]): PlacedName[];
}

/** A name as it is printed. */
export interface PlacedName extends Name {
	/** Its offsets in the code that TypeScript reads; the first one that has a type decides. */
	read: number[];
}

/** Type definitions that the generated code uses, relative to the project. */
export const shims = ['svelte-shims-v4.d.ts', 'svelte-jsx-v4.d.ts'].map(
	(name) => `node_modules/svelte2tsx/${name}`
);

/** Converts a component like Svelte's language tools. Throws for a syntax error. */
export function openComponent(text: string): Component {
	const { code, map } = svelte2tsx(text, { version: VERSION, isTsFile: true, mode: 'ts' });
	const trace = new TraceMap({ ...map, version: 3 });
	const starts = lineStarts(code);
	const ends = lineStarts(text);
	return {
		code,
		back(names) {
			const found = new Map<number, PlacedName>();
			for (const { start, name } of names) {
				const line = starts.findLastIndex((lineStart) => lineStart <= start);
				const from = originalPositionFor(trace, {
					line: line + 1,
					column: start - (starts[line] ?? 0)
				});
				if (from.line === null) continue;
				const printed = (ends[from.line - 1] ?? 0) + from.column;
				// Generated helpers have no position in the component, or that of another name.
				if (!text.startsWith(name, printed)) continue;
				const known = found.get(printed);
				if (known) known.read.push(start);
				else found.set(printed, { start: printed, name, read: [start] });
			}
			return [...found.values()].toSorted((a, b) => a.start - b.start);
		}
	};
}
