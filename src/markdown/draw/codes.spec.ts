import { expect, it } from 'vitest';
import { decodeCodes, encodeLabels } from './codes.ts';

it('decodes the codes of Mermaid and HTML, and nothing else', () => {
	expect(decodeCodes('番号#35;1 &#35; #amp; &amp; #quot;')).toBe('番号#1 # & & "');
	expect(decodeCodes('#1; #general; &copy #; #9999999;')).toBe('#1; #general; &copy #; #9999999;');
});

it.each([
	['sequenceDiagram\nA->>B: C# で; #35;', 'sequenceDiagram\nA->>B: C#35; で#59; #35;'],
	['sequenceDiagram\nA->>B: a &amp; b', 'sequenceDiagram\nA->>B: a #amp; b'],

	['flowchart LR\na["x > y<br>`z`"] --> b', 'flowchart LR\na["x #62; y<br>#96;z#96;"] --> b'],
	[
		'stateDiagram-v2\n[*] --> a\na --> b : C#; d',
		'stateDiagram-v2\n[*] --> a\na --> b : C#35;#59; d'
	]
])('encodes what Mermaid would interpret: %j', (source, encoded) => {
	expect(encodeLabels(source)).toBe(encoded);
});

it('does not encode comments and colors', () => {
	const source = 'sequenceDiagram\n%% a; b #1\nrect rgb(0,0,0)\nbox #fff a';
	expect(encodeLabels(source)).toBe(source);
});
