import { compareLabels } from './diagram-labels.ts';
import { ContentError } from './error.ts';
import { markedLine } from './live-signals.ts';

/**
 * Throws ContentError if the text of a drawing differs from its source.
 *
 * @param diagram a Mermaid source, without and with its marks of signals, and the line of its fence in the author's file
 */
export function checkLabels(
	{ source, marked, line }: { source: string; marked: string; line: number },
	svg: string,
	file: string
): void {
	const error = compareLabels(source, svg);
	if (!error) return;
	throw new ContentError({ file, line: line + markedLine(marked, error.line + 1) }, error.reason);
}
