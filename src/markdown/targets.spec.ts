import { expect, it } from 'vitest';
import { projectOf } from './fixture.ts';
import { linkTargets } from './targets.ts';

const project = projectOf({
	'src/routes/feed.xml/+server.ts': '',
	'src/routes/about/+page.svelte': '',
	'src/routes/parts/Part.svelte': '',
	'static/icon.svg': ''
});
const { isServed } = linkTargets(project, []);

it('finds endpoints, pages and static files', () => {
	expect(['/feed.xml', '/about/', '/icon.svg'].map(isServed)).toEqual([true, true, true]);
});

it('ignores folders without a route, missing paths, and files with a slash at the end', () => {
	expect(['/parts/', '/nothing', '/icon.svg/'].map(isServed)).toEqual([false, false, false]);
});
