import { expect, it } from 'vitest';
import type { PlacedDiagram } from './drawings.ts';
import { syntaxError } from './diagram-syntax.ts';
import { withoutSignals } from './live-signals.ts';

const source = 'flowchart TD\nA --> B\nB -- x >';
const diagram: PlacedDiagram = {
	file: 'a.md',
	line: 10,
	source,
	marked: source,
	title: 't',
	alt: 'a',
	hash: 'h',
	cache: 'content/diagrams/h.svg'
};

it('maps Mermaid’s line in the fence to the line of the page', () => {
	const message = "Parse error on line 2:\n...A --> B\n---^\nExpecting 'A', 'B', got '1'";
	expect(syntaxError(diagram, message).message).toBe('a.md:12: Mermaid: Parse error: ...A --> B');
});

it('reports the last line for an unexpected end of the text', () => {
	expect(syntaxError(diagram, 'Parse error on line 4:\n...B -- x >').line).toBe(13);
});

it('reports the line of the fence if Mermaid reports none', () => {
	expect(syntaxError(diagram, 'no such diagram').message).toBe('a.md:10: Mermaid: no such diagram');
});

it('counts the marks of signals, which are removed before Mermaid parses the source', () => {
	const marked = 'sequenceDiagram\n%% live request\na->>b: x\n%% live response\nb->>a';
	const message = 'Parse error on line 3:\n...b->>a';
	expect(syntaxError({ ...diagram, source: withoutSignals(marked), marked }, message).line).toBe(
		15
	);
});
