import { expect, it } from 'vitest';
import { compileBody, rejection, render } from './fixture-page.ts';

it('renders the items in the component as checkboxes', async () => {
	const source = '<Checklist id="go-live">\n- [ ] **TLS**を使う\n- [ ] 止める\n</Checklist>';
	expect(await render(source)).toBe(
		'<Checklist id="go-live"><ul class="checklist">' +
			'<li><label><input type="checkbox" disabled> <strong>TLS</strong>を使う</label></li>' +
			'<li><label><input type="checkbox" disabled> 止める</label></li></ul></Checklist>'
	);
	expect([...(await compileBody(source)).imports]).toEqual([
		"import Checklist from '$lib/components/Checklist.svelte';"
	]);
});

it('rejects items outside of the component, unbalanced or nested tags, and a missing id', async () => {
	expect(await rejection('- [ ] a')).toBe('a.md:5: a task list must be in <Checklist id="…">');
	expect(await rejection('<Checklist id="a">\n- [ ] a')).toBe(
		'a.md:5: <Checklist> is never closed'
	);
	expect(await rejection('</Checklist>')).toBe('a.md:5: no <Checklist> is open here');
	expect(await rejection('<Checklist id="a">\n<Checklist id="b">')).toMatch(
		/^a\.md:6: checklists cannot/
	);
	expect(await rejection('<Checklist>\n</Checklist>')).toMatch(/^a\.md:5: id: must be/);
});
