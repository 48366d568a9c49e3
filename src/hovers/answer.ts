import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionOf } from '../markdown/region.ts';
import { openComponent, type Component } from './component.ts';
import { marksIn } from './marks.ts';
import type { NamedType, TypeService } from './service.ts';
import type { Hovers } from './types.ts';

/** The parts of a printed block that its types depend on. */
export interface Printed {
	/** `path#region` or `path` of a file; null for code in the page itself. */
	source: string | null;
	code: string;
	lang: string;
}

/** A text in TypeScript's program, with its path there. */
interface Text {
	text: string;
	region: string | null;
	path: string;
	component: Component | null;
}

/** The types in a block, and the files of the project that decide them. */
export interface Answer extends Hovers {
	files: string[];
}

/** Virtual, next to the types that SvelteKit generates; no file is written. */
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
		.map((opened, i) =>
			opened
				? { ...hoversOf(opened), files: filesOf(opened, blocks[i]?.source ?? null) }
				: { texts: [], marks: [], files: [] }
		);

	function open({ source, code }: Printed, own: string): Text | null {
		const [path = '', region = null] = source === null ? [own] : source.split('#');
		if (source !== null && !types.knows(path)) return null;
		const text = source === null ? code : readFileSync(join(root, path), 'utf8');
		if (path.endsWith('.svelte')) {
			const component = opened(path, text);
			// In the component's folder, because its imports are relative.
			types.add(`${path}.hovers.ts`, component.code);
			return { text, region, path: `${path}.hovers.ts`, component };
		}
		// Without an export it would be a script, which shares its names with all other scripts.
		if (source === null) types.add(path, `${code}\nexport {};\n`);
		return { text, region, path, component: null };
	}

	function opened(path: string, text: string): Component {
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

	function hoversOf({ text, region, path, component }: Text): Hovers {
		const ask = (from: number, to: number) => types.namesIn(path, from, to);
		const named = component?.back(ask(0, component.code.length));
		const within = (from: number, to: number): NamedType[] | undefined =>
			named?.filter(({ start }) => start >= from && start < to);
		return marksIn(text, regionOf(text, region), (from, to) => within(from, to) ?? ask(from, to));
	}
}
