import type { Region } from '../markdown/region.ts';
import { lineStarts } from './lines.ts';
import type { NamedType } from './service.ts';
import type { Hovers, Mark } from './types.ts';

/**
 * The types of the names in a region, at their positions in the printed code.
 *
 * @param text the whole file
 * @param namesIn returns the names between two offsets of the file
 */
export function marksIn(
	text: string,
	{ lines, indent }: Region,
	namesIn: (from: number, to: number) => readonly NamedType[]
): Hovers {
	const starts = lineStarts(text);
	const texts = new Map<string, number>();
	const marks = lines.flatMap(({ line }, printed): Mark[] => {
		const start = starts[line] ?? 0;
		const names = namesIn(start, starts[line + 1] ?? text.length);
		return names.map((found) => {
			const index = texts.get(found.type) ?? texts.size;
			texts.set(found.type, index);
			return [printed, found.start - start - indent, found.name.length, index];
		});
	});
	return { texts: [...texts.keys()], marks };
}
