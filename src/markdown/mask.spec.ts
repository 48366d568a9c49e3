import { expect, it } from 'vitest';
import { mask, unmask, unmaskCode, unmaskPlain } from './mask.ts';

const prose = (text: string) => unmask(mask(text));

it('masks braces', () => {
	expect(mask('{x}')).not.toMatch(/[{}]/);
	expect(prose('{x}')).toBe('&#123;x&#125;');
});

it('masks < unless an HTML element or an address begins there', () => {
	expect(prose('Map<string> a < b <Demo> <script>')).toBe(
		'Map&lt;string> a &lt; b &lt;Demo> &lt;script>'
	);
	expect(prose('<kbd>x</kbd> <br> <br/> <https://a.example>')).toBe(
		'<kbd>x</kbd> <br> <br/> <https://a.example>'
	);
});

it('masks < after a backslash', () => {
	expect(prose('\\<kbd>')).toBe('&lt;kbd>');
});

it('keeps entities in prose and shows their source in code', () => {
	expect(prose('A &amp; B & C &copy;')).toBe('A &amp; B &amp; C &copy;');
	expect(unmaskCode(mask('&lt;'))).toBe('&amp;lt;');
});

it('restores the typed text for addresses', () => {
	expect(unmaskPlain(mask('/a?b=1&c={d}'))).toBe('/a?b=1&c={d}');
});
