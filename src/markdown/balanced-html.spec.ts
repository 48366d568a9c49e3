import { expect, it } from 'vitest';
import { rejection, render } from './fixture-page.ts';

it.each([
	['a\n\n<b>b\n\nc', 7, '<b> is not closed'],
	['- <kbd>a\n- b', 5, '<kbd> is not closed'],
	['a <b>b <i>c</b></i>', 5, '</b> closes no element, expected </i> for line 5'],
	['a</b>', 5, '</b> closes no element'],
	['<details>\n<summary>a</summary>\n\nb', 5, '<details> is not closed by the end of the page'],
	['<div>\n<p>a\n</div>', 7, '</div> closes no element, expected </p> for line 6'],
	['a **<b>b**</b>', 5, '<b> is not closed'],
	['a\nb <b c', 6, 'the tag <b is never closed']
])('rejects %j, with the line of the mistake', async (source, line, reason) => {
	const message = await rejection(source);
	expect(message).toContain(`a.md:${String(line)}: `);
	expect(message).toContain(reason);
});

it('accepts elements that are closed where they were opened, and elements without an end tag', async () => {
	expect(await render('a<br>b<wbr>c <b>d *<i>e</i>*</b> <img src="/a.svg" alt="<b>">')).toContain(
		'<i>'
	);
	expect(
		await render('<details>\n<summary>a</summary>\n\n**b**\n\n- <kbd>c</kbd>\n\n</details>')
	).toContain('</details>');
	expect(await render('`<b>` と \\<b> と Map<string>')).toContain('&lt;b');
});
