import { expect, it } from 'vitest';
import { compileBody, refusal, render } from './fixture-page.ts';

it('makes the items tickable inside of the component', async () => {
	const source = '<Checklist id="go-live">\n- [ ] **TLS**を使う\n- [ ] 止める\n</Checklist>';
	expect(await render(source)).toBe(
		'<Checklist id="go-live"><ul class="checklist">' +
			'<li><label><input type="checkbox" disabled> <strong>TLS</strong>を使う</label></li>' +
			'<li><label><input type="checkbox" disabled> 止める</label></li></ul></Checklist>'
	);
	expect([...(await compileBody(source)).components]).toEqual(['Checklist']);
});

it('refuses items outside, tags that do not match and ids that are none', async () => {
	expect(await refusal('- [ ] a')).toBe('a.md:5: items to tick belong into <Checklist id="…">');
	expect(await refusal('<Checklist id="a">\n- [ ] a')).toBe('a.md:5: <Checklist> is never closed');
	expect(await refusal('</Checklist>')).toBe('a.md:5: no <Checklist> is open here');
	expect(await refusal('<Checklist id="a">\n<Checklist id="b">')).toMatch(
		/^a\.md:6: a checklist cannot/
	);
	expect(await refusal('<Checklist>\n</Checklist>')).toMatch(/^a\.md:5: id: must be/);
});
