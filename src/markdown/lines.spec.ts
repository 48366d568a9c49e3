import { expect, it } from 'vitest';
import { outsideCodeSpans, toLines, toText } from './lines.ts';

const shout = (part: string) => part.toUpperCase();

it('numbers lines from 1 and puts them together again, whatever ends them', () => {
	const lines = toLines('a\r\nb\n');
	expect(lines).toEqual([
		{ no: 1, text: 'a' },
		{ no: 2, text: 'b' },
		{ no: 3, text: '' }
	]);
	expect(toText(lines)).toBe('a\nb\n');
});

it('changes what is outside of code spans and leaves code as it is', () => {
	expect(outsideCodeSpans('a `b` c ``d ` d`` e', shout)).toBe('A `b` C ``d ` d`` E');
});

it('takes a lone backtick for text', () => {
	expect(outsideCodeSpans('a ` b', shout)).toBe('A ` B');
});
