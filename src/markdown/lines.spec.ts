import { expect, it } from 'vitest';
import { outsideCodeSpans, toLines, toText } from './lines.ts';

const shout = (part: string) => part.toUpperCase();

it('splits text with any line ends, numbers the lines from 1 and joins them', () => {
	const lines = toLines('a\r\nb\n');
	expect(lines).toEqual([
		{ number: 1, text: 'a' },
		{ number: 2, text: 'b' },
		{ number: 3, text: '' }
	]);
	expect(toText(lines)).toBe('a\nb\n');
});

it('changes text outside of code spans only', () => {
	expect(outsideCodeSpans('a `b` c ``d ` d`` e', shout)).toBe('A `b` C ``d ` d`` E');
});

it('treats a lone backtick as text', () => {
	expect(outsideCodeSpans('a ` b', shout)).toBe('A ` B');
});
