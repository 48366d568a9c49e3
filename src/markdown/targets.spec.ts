import { expect, it } from 'vitest';
import { projectOf } from './fixture.ts';
import { linkTargets } from './targets.ts';

const project = projectOf({
	'src/routes/feed.xml/+server.ts': '',
	'src/routes/about/+page.svelte': '',
	'src/routes/parts/Part.svelte': '',
	'static/icon.svg': ''
});
const { answers } = linkTargets(project, []);

it('finds endpoints, pages and static files', () => {
	expect(['/feed.xml', '/about/', '/icon.svg'].map(answers)).toEqual([true, true, true]);
});

it('finds no folder without a route, and no folder of static files', () => {
	expect(['/parts/', '/nothing', '/icon.svg/'].map(answers)).toEqual([false, false, false]);
});
