import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionOf } from '../markdown/region.ts';
import { openComponent, type Component, type PlacedName } from './component.ts';
import { marksIn } from './marks.ts';
import type { NamedType, TypeService } from './service.ts';
import type { Hovers } from './types.ts';

/** The parts of a printed block on which its types depend. */
export interface Printed {
	/** `path#region` or `path` of a file; null for code in the page itself. */
	source: string | null;
	code: string;
	lang: string;
}

/** A source text and its path in TypeScript's program. */
interface Text {
	text: string;
	region: string | null;
	path: string;
	component: Component | null;
}

/** The types in a block, and the files of the project on which they depend. */
export interface Answer extends Hovers {
	files: string[];
}

/** The virtual folder of code in pages, next to the types that SvelteKit generates; no file is written. */
const folder = '.svelte-kit/hovers';

/**
 * The types in printed blocks, as plain text. Handles all blocks at once, because TypeScript updates its
 * program after every added text. Files outside of the project's configuration have no types.
 */
export function answer(
	blocks: readonly Printed[],
	{ root, types }: { root: string; types: TypeService }
): Answer[] {
	types.refresh();
	return blocks
		.map((block, i) => open(block, `${folder}/block-${i}.${block.lang}`))
		.map((text, i) =>
			text
				? { ...hoversOf(text), files: filesOf(text, blocks[i]?.source ?? null) }
				: { texts: [], marks: [], files: [] }
		);

	function open({ source, code }: Printed, inlinePath: string): Text | null {
		const [path = '', region = null] = source === null ? [inlinePath] : source.split('#');
		if (source !== null && !types.knows(path)) return null;
		const text = source === null ? code : readFileSync(join(root, path), 'utf8');
		if (path.endsWith('.svelte')) {
			const component = parseComponent(path, text);
			// Next to the component, because its imports are relative.
			types.add(`${path}.hovers.ts`, component.code);
			return { text, region, path: `${path}.hovers.ts`, component };
		}
		if (source !== null) types.open(path);
		// Without an export it would be a script, which shares its names with all other scripts.
		if (source === null) types.add(path, `${code}\nexport {};\n`);
		return { text, region, path, component: null };
	}

	function parseComponent(path: string, text: string): Component {
		try {
			return openComponent(text);
		} catch (error) {
			// The message has a position but no path.
			throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
				cause: error
			});
		}
	}

	function filesOf({ path }: Text, source: string | null): string[] {
		const own = source === null ? [] : [source.split('#')[0] ?? ''];
		return [...own, ...types.imports(path)];
	}

	function hoversOf(source: Text): Hovers {
		const { text, region, path } = source;
		const names = namesOf(source);
		return marksIn(text, regionOf(text, region), (from, to) =>
			names
				.filter(({ start }) => start >= from && start < to)
				.flatMap(({ start, name, generated }): NamedType[] => {
					const type = generated
						.map((at) => types.typeAt(path, at))
						.find((found) => found !== null);
					return type === undefined ? [] : [{ start, name, type }];
				})
		);
	}

	function namesOf({ path, component }: Text): PlacedName[] {
		const names = types.namesIn(path);
		return (
			component?.toSource(names) ?? names.map((name) => ({ ...name, generated: [name.start] }))
		);
	}
}
