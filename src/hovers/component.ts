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
	toSource(names: readonly Name[]): PlacedName[];
}

/** A name at its position in the source text, before conversion to TypeScript. */
export interface PlacedName extends Name {
	/** Its offsets in the code that TypeScript reads; the first one with a type is used. */
	generated: number[];
}

/** Type definitions that the generated code uses, relative to the project. */
export const shims = ['svelte-shims-v4.d.ts', 'svelte-jsx-v4.d.ts'].map(
	(name) => `node_modules/svelte2tsx/${name}`
);

/** Converts a component to TypeScript, as Svelte's language tools do. Throws for a syntax error. */
export function openComponent(text: string): Component {
	const { code, map } = svelte2tsx(text, { version: VERSION, isTsFile: true, mode: 'ts' });
	const trace = new TraceMap({ ...map, version: 3 });
	const generatedStarts = lineStarts(code);
	const sourceStarts = lineStarts(text);
	return {
		code,
		toSource(names) {
			const found = new Map<number, PlacedName>();
			for (const { start, name } of names) {
				const line = generatedStarts.findLastIndex((lineStart) => lineStart <= start);
				const original = originalPositionFor(trace, {
					line: line + 1,
					column: start - (generatedStarts[line] ?? 0)
				});
				if (original.line === null) continue;
				const printed = (sourceStarts[original.line - 1] ?? 0) + original.column;
				// Generated helpers have no position in the component, or that of another name.
				if (!text.startsWith(name, printed)) continue;
				const known = found.get(printed);
				if (known) known.generated.push(start);
				else found.set(printed, { start: printed, name, generated: [start] });
			}
			return [...found.values()].toSorted((a, b) => a.start - b.start);
		}
	};
}
