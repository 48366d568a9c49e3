import { ContentError } from './error.ts';
import { outsideCodeSpans, type Line } from './lines.ts';

/** Throws ContentError for a footnote (`[^1]`), which would be printed as it stands. */
export function refuseFootnotes(lines: Line[], file: string): void {
	for (const { no, text } of lines) {
		outsideCodeSpans(text, (part) => {
			const mark = /(?<!\\)\[\^[^\]\s]+\]/.exec(part)?.[0];
			if (mark === undefined) return part;
			const reason = `${mark}: there are no footnotes here, say it in the text or in a callout (> [!NOTE])`;
			throw new ContentError({ file, line: no }, reason);
		});
	}
}
