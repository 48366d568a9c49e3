import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { svelte2tsx } from 'svelte2tsx';
import { VERSION } from 'svelte/compiler';
import { lineStarts } from './lines.ts';

/** A Svelte component as TypeScript code. */
export interface Component {
	/** The generated TypeScript. */
	code: string;
	/**
	 * The offset in the component of a name at an offset of `code`; null for a name that was generated, which
	 * has no position in the component, or that of another name.
	 */
	origin(start: number, name: string): number | null;
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
		origin(start, name) {
			const line = starts.findLastIndex((other) => other <= start);
			const from = originalPositionFor(trace, {
				line: line + 1,
				column: start - (starts[line] ?? 0)
			});
			if (from.line === null) return null;
			const origin = (ends[from.line - 1] ?? 0) + from.column;
			return text.startsWith(name, origin) ? origin : null;
		}
	};
}
