import { expect, test } from 'vitest';
import { excerpt, highlight } from './highlight.ts';

const shown = (text: string, words: string[]) =>
	highlight(text, words)
		.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))
		.join('');

test('every occurrence is marked, in its own spelling', () => {
	expect(shown('SSEはsseです', ['sse'])).toBe('[SSE]は[sse]です');
	expect(shown('text', ['sse'])).toBe('text');
	expect(shown('', ['sse'])).toBe('');
	expect(shown('text', [''])).toBe('text');
});

test('adjacent matches are one mark', () => {
	expect(shown('自動で再接続する', ['再接', '接続', '続す'])).toBe('自動で[再接続す]る');
});

test('special characters of regular expressions are matched literally', () => {
	expect(shown('a.b axb (1)', ['a.b', '(1)'])).toBe('[a.b] axb [(1)]');
});

test('an excerpt shows the match with a little text before it', () => {
	const text = `${'前'.repeat(200)}再接続${'後'.repeat(200)}`;
	expect(excerpt(text, ['再接続'])).toMatch(/^…前+再接続後+…$/);
	expect(excerpt('短い文', ['無い'])).toBe('短い文');
	expect(excerpt('再接続する', ['再接続'])).toBe('再接続する');
});
