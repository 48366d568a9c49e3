import { expect, it } from 'vitest';
import { refusal } from './fixture-page.ts';

it('refuses styles and handlers in attributes, in a line and in a block', async () => {
	const reason = 'is an attribute that the content security policy refuses';
	expect(await refusal('a\n\nb <span class="c" style="color: red">c</span>')).toBe(
		`a.md:7: style: ${reason}`
	);
	expect(await refusal('<div onclick="d()">\n\ne\n\n</div>')).toBe(`a.md:5: onclick: ${reason}`);
});

it('lets other attributes and words pass', async () => {
	expect(await refusal('<span lang="en" title="style=">style=</span> on=')).toBe('');
	expect(await refusal('`<p style="">`')).toBe('');
});
