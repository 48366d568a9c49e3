import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { svelte2tsx } from 'svelte2tsx';
import { VERSION } from 'svelte/compiler';
import { lineStarts } from './lines.ts';
import type { NamedType } from './service.ts';

/** A component in the words of TypeScript. */
export interface Component {
	/** What TypeScript reads instead of the component. */
	code: string;
	/** Moves names found in `code` to where they stand in the component, in reading order. */
	back(names: readonly NamedType[]): NamedType[];
}

/** What a component's code counts on: the types of HTML elements, and a few helpers. From the project's root. */
export const shims = ['svelte-shims-v4.d.ts', 'svelte-jsx-v4.d.ts'].map(
	(name) => `node_modules/svelte2tsx/${name}`
);

/** Translates a component as Svelte's own language tools do. Throws where it has a mistake. */
export function openComponent(text: string): Component {
	const { code, map } = svelte2tsx(text, { version: VERSION, isTsFile: true, mode: 'ts' });
	const trace = new TraceMap({ ...map, version: 3 });
	const starts = lineStarts(code);
	const ends = lineStarts(text);
	return {
		code,
		back(names) {
			const found = new Map<number, NamedType>();
			for (const named of names) {
				const line = starts.findLastIndex((start) => start <= named.start);
				const column = named.start - (starts[line] ?? 0);
				const from = originalPositionFor(trace, { line: line + 1, column });
				if (from.line === null) continue;
				const start = (ends[from.line - 1] ?? 0) + from.column;
				// What was only written for TypeScript stands nowhere, or at something else.
				const isSame = text.startsWith(named.name, start);
				if (isSame && !found.has(start)) found.set(start, { ...named, start });
			}
			return [...found.values()].toSorted((a, b) => a.start - b.start);
		}
	};
}
