import { expect, it } from 'vitest';
import { escapeAttribute, escapeText } from './escape.ts';

it('escapes what HTML or Svelte would parse as markup', () => {
	expect(escapeText('<a> & {b} "c"')).toBe('&lt;a&gt; &amp; &#123;b&#125; "c"');
});

it('escapes quotes where they would end an attribute', () => {
	expect(escapeAttribute('"{')).toBe('&quot;&#123;');
});
