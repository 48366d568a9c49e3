import { ContentError } from './error.ts';
import type { Feature } from './feature.ts';
import { outsideCodeSpans } from './lines.ts';

/** Rejects footnotes (`[^1]`): mdsvex does not know them and would print the mark as text. */
export const footnotes: Feature = {
	transformLines(lines, { file }) {
		for (const { number, text } of lines) {
			outsideCodeSpans(text, (part) => {
				const mark = /(?<!\\)\[\^[^\]\s]+\]/.exec(part)?.[0];
				if (mark === undefined) return part;
				const reason = `${mark}: footnotes are not supported, write a sentence or a callout (> [!NOTE])`;
				throw new ContentError({ file, line: number }, reason);
			});
		}
		return lines;
	}
};
