import { expect, it } from 'vitest';
import { rejection } from './fixture-page.ts';

it('rejects styles and handlers in attributes, in a line and in a block', async () => {
	const reason = 'is an attribute that the Content Security Policy blocks';
	expect(await rejection('a\n\nb <span class="c" style="color: red">c</span>')).toBe(
		`a.md:7: style: ${reason}`
	);
	expect(await rejection('<div onclick="d()">\n\ne\n\n</div>')).toBe(`a.md:5: onclick: ${reason}`);
});

it('accepts other attributes and text', async () => {
	expect(await rejection('<span lang="en" title="style=">style=</span> on=')).toBe('');
	expect(await rejection('`<p style="">`')).toBe('');
});
