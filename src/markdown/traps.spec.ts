import { expect, it } from 'vitest';
import { thrown } from './fixture.ts';
import { readTraps } from './traps.ts';

it('reads the severity and the sentence of each trap', () => {
	const traps = readTraps('# comment\nS1: [fatal, 落ちてしまう]\nL8: [minor, 測っている]');
	expect([...traps]).toEqual([
		['S1', { severity: 'fatal', sentence: '落ちてしまう' }],
		['L8', { severity: 'minor', sentence: '測っている' }]
	]);
});

it.each([
	['S1: [bad, 落ちてしまう]', 'S1: must begin with one of fatal, security, fault, minor'],
	['S1: 落ちてしまう', 'S1: must be [severity, sentence]'],
	['S1: [fatal]', 'S1: must have a sentence'],
	['S1: [fatal, プロセスが落ちる]', 'S1: must name the mistake'],
	['S1: [fatal, 落ちてしまう, more]', 'S1: must be [severity, sentence]'],
	['trap: [fatal, 落ちてしまう]', 'trap: must be a letter and a number']
])('rejects %s', (yaml, reason) => {
	expect(thrown(() => readTraps(`# comment\n${yaml}`))).toContain(
		`content/traps.yaml:2: ${reason}`
	);
});
