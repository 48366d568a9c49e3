import { describe, expect, it } from 'vitest';
import { checkLabels } from './check-labels.ts';
import { compareLabels, labelsOf } from './diagram-labels.ts';
import { thrown } from './fixture.ts';

const drawing = (...texts: string[]) =>
	`<svg>${texts.map((words) => `<text x="1" y="2">${words}</text>`).join('')}</svg>`;

const words = (source: string) => labelsOf(source).map((label) => label.words);

describe('the labels of a source', () => {
	it('are those of participants, messages, notes and frames', () => {
		const source = [
			'sequenceDiagram',
			'autonumber',
			'%% participant X as no',
			'participant A as C# の人',
			'actor B',
			'A->>+B: GET /a: b',
			'B--)-A: 200 #35; OK',
			'Note over A,B: ルーム #general に入る',
			'alt x > y',
			'else z; w',
			'end'
		].join('\n');
		expect(words(source)).toEqual([
			'C# の人',
			'B',
			'GET /a: b',
			'200 #35; OK',
			'ルーム #general に入る',
			'x > y',
			'z; w'
		]);
	});

	it('are those of nodes, edges and groups', () => {
		const source =
			'flowchart LR\nsubgraph s["群"]\na["closing{code}"] -->|"x > y"| b(丸)\nend\nb -- 線 --> c{問う?}\nclassDef d fill:#fff';
		expect(words(source)).toEqual(['群', 'closing{code}', 'x > y', '丸', '線', '問う?']);
	});

	it('are those of states and transitions', () => {
		expect(words('stateDiagram-v2\nstate "開いた" as a\n[*] --> a\na --> b : 切断; #1')).toEqual([
			'開いた',
			'切断; #1'
		]);
	});
});

describe('a drawing', () => {
	const source = 'sequenceDiagram\nA->>B: 一<br>二\nA->>B: C# で書く';

	it('matches its source, with any line breaks and entities', () => {
		expect(compareLabels(source, drawing('A', 'B', '一', '二', 'C# で書く'))).toBeNull();
		expect(
			compareLabels('flowchart LR\na["x > y"]', drawing('<tspan>x &#62;</tspan><tspan>y</tspan>'))
		).toBeNull();
		expect(compareLabels('sequenceDiagram\nalt x\nend', drawing('alt', '[x]'))).toBeNull();
	});

	it('is also compared in its narrow version', () => {
		const whole = drawing('A', 'B', '一二', 'C# で書く');
		expect(compareLabels(source, `${whole}\n${whole}`)).toBeNull();
		expect(compareLabels(source, whole + drawing('A', 'B', '一二'))?.line).toBe(2);
	});

	it('that lacks text is rejected, with the line and how to write it', () => {
		const fault = compareLabels(source, drawing('A', 'B', '一二', 'C'));
		expect(fault).toEqual({
			line: 2,
			reason: 'the drawing does not show "C# で書く": write #35; for #'
		});
	});

	it('that lacks text is reported at the line of the page, where marks of signals count as lines', () => {
		const marked = source.replaceAll('A->>B', '%% live open\nA->>B');
		const svg = drawing('A', 'B', '一二');
		expect(thrown(() => checkLabels({ source, marked, line: 10 }, svg, 'a.md'))).toMatch(
			/^a\.md:15: the drawing does not show "C# で書く"/
		);
	});

	it('with text that its source lacks is rejected', () => {
		const fault = compareLabels('flowchart LR\na', drawing('a', 'x y'));
		expect(fault?.reason).toBe('the drawing shows "xy", which its source does not contain');
	});
});
