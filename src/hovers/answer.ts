import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionOf } from '../markdown/region.ts';
import { marksIn } from './marks.ts';
import type { TypeService } from './service.ts';
import type { Hovers } from './types.ts';

/** A printed block, as far as its types depend on it. */
export interface Printed {
	/** `path#region` or `path` of a file; null for a text that only the page has. */
	source: string | null;
	code: string;
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
	for (const [i, { source, code }] of blocks.entries()) {
		// Without an export it would be a script, whose names are those of all other scripts as well.
		if (source === null) types.add(pathOf(i), `${code}\nexport {};\n`);
	}
	return blocks.map(({ source, code }, i) => {
		if (source === null) return hoversOf(code, null, pathOf(i));
		const [path = '', region = null] = source.split('#');
		if (!types.knows(path)) return { texts: [], marks: [] };
		return hoversOf(readFileSync(join(root, path), 'utf8'), region, path);
	});

	function hoversOf(text: string, region: string | null, path: string): Hovers {
		return marksIn(text, regionOf(text, region), (from, to) => types.namesIn(path, from, to));
	}
}

const pathOf = (i: number): string => `${folder}/block-${i}.ts`;
