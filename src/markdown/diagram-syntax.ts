import type { PlacedDiagram } from './drawings.ts';
import { ContentError } from './error.ts';
import { markedLine } from './live-signals.ts';

/**
 * Converts Mermaid's message about a diagram into an error with the line of the page: Mermaid counts lines from the start
 * of the diagram, and at an unexpected end of input names the line after the last one. The error keeps the reason and the
 * excerpt, but not Mermaid's long list of expected symbols.
 */
export function syntaxError(diagram: PlacedDiagram, message: string): ContentError {
	const [what = '', where = ''] = message.trim().split('\n');
	const line = Number(/on line (\d+)/.exec(what)?.[1] ?? 0);
	const inside = Math.min(line, diagram.source.split('\n').length);
	const reason = [what.replace(/ on line \d+/, ''), where].filter(Boolean).join(' ');
	return new ContentError(
		{ file: diagram.file, line: diagram.line + markedLine(diagram.marked, inside) },
		`Mermaid: ${reason}`
	);
}
