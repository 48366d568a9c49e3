import { expect, it } from 'vitest';
import { rejection, render } from './fixture-page.ts';

it.each(['a\nb[^1]。', 'a\n[^1]: b', 'a\n> [^note]'])('rejects a footnote: %j', async (source) => {
	expect(await rejection(source)).toMatch(/^a\.md:6: \[\^\w+\]: footnotes are not supported/);
});

it('does not change code, such as a pattern', async () => {
	expect(await render('`[^1]` \\[^1]')).toContain('[^1]');
});
