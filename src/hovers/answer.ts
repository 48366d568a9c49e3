import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionOf } from '../markdown/region.ts';
import { openComponent, type Component } from './component.ts';
import { marksIn } from './marks.ts';
import type { NamedType, TypeService } from './service.ts';
import type { Hovers } from './types.ts';

/** A printed block, as far as its types depend on it. */
export interface Printed {
	/** `path#region` or `path` of a file; null for a text that only the page has. */
	source: string | null;
	code: string;
	lang: string;
}

/** A text whose names can be asked for, under the path by which TypeScript knows it. */
interface Text {
	text: string;
	region: string | null;
	path: string;
	component: Component | null;
}

/** In SvelteKit's own folder, next to the types that it generates; nothing is written there. */
const folder = '.svelte-kit/hovers';

/**
 * The types in printed blocks, as plain text. All at once: every text that is added later makes
 * TypeScript look at the project anew. A file that the project's configuration leaves out has none here.
 */
export function answer(
	blocks: readonly Printed[],
	{ root, types }: { root: string; types: TypeService }
): Hovers[] {
	types.refresh();
	return blocks
		.map((block, i) => open(block, `${folder}/block-${i}.${block.lang}`))
		.map((opened) => (opened ? hoversOf(opened) : { texts: [], marks: [] }));

	function open({ source, code }: Printed, own: string): Text | null {
		const [path = '', region = null] = source === null ? [own] : source.split('#');
		if (source !== null && !types.knows(path)) return null;
		const text = source === null ? code : readFileSync(join(root, path), 'utf8');
		if (path.endsWith('.svelte')) {
			const component = opened(path, text);
			// Beside the component, for its imports are relative.
			types.add(`${path}.hovers.ts`, component.code);
			return { text, region, path: `${path}.hovers.ts`, component };
		}
		// Without an export it would be a script, whose names are those of all other scripts as well.
		if (source === null) types.add(path, `${code}\nexport {};\n`);
		return { text, region, path, component: null };
	}

	function opened(path: string, text: string): Component {
		try {
			return openComponent(text);
		} catch (error) {
			// Its own words say where in the text, not in which one.
			throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
				cause: error
			});
		}
	}

	function hoversOf({ text, region, path, component }: Text): Hovers {
		const ask = (from: number, to: number) => types.namesIn(path, from, to);
		const named = component?.back(ask(0, component.code.length));
		const within = (from: number, to: number): NamedType[] | undefined =>
			named?.filter(({ start }) => start >= from && start < to);
		return marksIn(text, regionOf(text, region), (from, to) => within(from, to) ?? ask(from, to));
	}
}
