import { expect, it } from 'vitest';
import { mask, unmask, unmaskCode, unmaskPlain } from './mask.ts';

const prose = (text: string) => unmask(mask(text));

it('lets no brace through to Svelte', () => {
	expect(mask('{x}')).not.toMatch(/[{}]/);
	expect(prose('{x}')).toBe('&#123;x&#125;');
});

it('takes < for text unless a plain HTML element or address begins there', () => {
	expect(prose('Map<string> a < b <Demo> <script>')).toBe(
		'Map&lt;string> a &lt; b &lt;Demo> &lt;script>'
	);
	expect(prose('<kbd>x</kbd> <br> <br/> <https://a.example>')).toBe(
		'<kbd>x</kbd> <br> <br/> <https://a.example>'
	);
});

it('takes a backslash before < for the wish to have text', () => {
	expect(prose('\\<kbd>')).toBe('&lt;kbd>');
});

it('keeps entities in prose and shows them letter by letter in code', () => {
	expect(prose('A &amp; B & C &copy;')).toBe('A &amp; B &amp; C &copy;');
	expect(unmaskCode(mask('&lt;'))).toBe('&amp;lt;');
});

it('gives the text back as it was typed for addresses', () => {
	expect(unmaskPlain(mask('/a?b=1&c={d}'))).toBe('/a?b=1&c={d}');
});
