import { expect, it } from 'vitest';
import { thrown } from './fixture.ts';
import { markedLine, readSignals, signalsFile, withoutSignals } from './live-signals.ts';

const known = { websocket: ['request', 'lost', 'response'] };
const project = {
	read: (path: string) => (path === signalsFile ? JSON.stringify(known) : null)
};
const source = `sequenceDiagram
	participant a as ページ
	%% live request
	a->>b: GET
	loop 1秒ごと
		%% live lost
		b--xa: 101
		%% live response
		b-->>+a: 101
	end`;
const read = (text: string, kind: string | undefined = 'websocket') =>
	readSignals(text, kind, project, { file: 'a.md', line: 10 });

it('reads the signal of each arrow, in the order of the arrows', () => {
	expect(read(source)).toEqual({
		kind: 'websocket',
		signals: ['request', 'lost', 'response']
	});
});

it('removes the signals from the source that is drawn', () => {
	expect(withoutSignals(source)).not.toContain('%%');
	expect(withoutSignals(source).split('\n')).toHaveLength(7);
});

it('finds no signals in a diagram without the option', () => {
	expect(readSignals(withoutSignals(source), undefined, project, { file: 'a.md', line: 1 })).toBe(
		null
	);
});

it.each([
	['an unknown kind', source, 'sse', `a.md:10: live: is not a kind in ${signalsFile}`],
	[
		'an arrow without a signal',
		source.replace('\t%% live request\n', ''),
		'websocket',
		'a.md:13: the arrow needs a line `%% live …`'
	],
	[
		'an unknown signal',
		source.replace('live request', 'live reqest'),
		'websocket',
		`a.md:14: reqest is not a signal of websocket in ${signalsFile}`
	],
	[
		'a signal on two arrows',
		source.replace('live lost', 'live request'),
		'websocket',
		'a.md:17: request is used twice'
	],
	[
		'a signal that no arrow has',
		source.replace('\t\t%% live lost\n\t\tb--xa: 101\n', ''),
		'websocket',
		'a.md:10: no arrow has the signal lost'
	]
])('rejects %s', (_, text, kind, message) => {
	expect(thrown(() => read(text, kind))).toBe(message);
});

it('rejects signals of a diagram without the option', () => {
	const at = { file: 'a.md', line: 10 };
	expect(thrown(() => readSignals(source, undefined, project, at))).toBe(
		'a.md:13: needs live="…" after ```mermaid'
	);
});

it('maps a line of the drawn source to its line in the marked source', () => {
	expect([1, 2, 3, 4, 5].map((line) => markedLine(source, line))).toEqual([1, 2, 4, 5, 7]);
});
