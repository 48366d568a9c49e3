import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { cardAddress, surveyCards } from './card.ts';
import { projectOf } from './fixture.ts';
import { readOutlines } from './pages.ts';
import { openProject, type Project } from './project.ts';

const source = (title: string) => `---\ntitle: ${title}\ndescription: 説明\n---\n`;
const files = {
	'content/ja/index.md': source('家'),
	'content/ja/10-a/index.md': source('章'),
	'content/ja/10-a/10-b/index.md': source('節'),
	'content/ja/10-a/10-b/10-c.md': source('頁')
};
const pagesOf = (project: Project) => readOutlines(project).map(({ page }) => page);

it('a card shows the title of its page, and the names of the pages above except for the home', () => {
	const project = projectOf(files);
	const { wanted } = surveyCards(project, pagesOf(project));
	expect([...wanted.values()].map(({ title, section }) => [title, ...section])).toEqual([
		['家'],
		['章'],
		['節', '章'],
		['頁', '章', '節']
	]);
});

it('a card is missing until it is drawn, and no page uses it after its text changes', () => {
	const project = projectOf(files);
	const [first = ''] = surveyCards(project, pagesOf(project)).missing;
	const drawn = { ...files, [`static/cards/${first}`]: '', 'static/cards/old.png': '' };
	const same = projectOf(drawn);
	expect(surveyCards(same, pagesOf(same))).toMatchObject({ unused: ['old.png'] });
	expect(surveyCards(same, pagesOf(same)).missing).toHaveLength(3);
	const changed = projectOf({ ...drawn, 'content/ja/index.md': source('宿') });
	expect(surveyCards(changed, pagesOf(changed)).unused).toEqual([first, 'old.png'].sort());
});

it('a page has the address of its card once the card is drawn', () => {
	const project = projectOf(files);
	const [home] = pagesOf(project);
	if (!home) throw new Error('no page');
	const [first = ''] = surveyCards(project, [home]).missing;
	expect(home.card).toBeNull();
	const drawn = projectOf({ ...files, [`static/cards/${first}`]: '' });
	expect(cardAddress(drawn, [home], home)).toBe(`/cards/${first}`);
	expect(pagesOf(drawn)[0]?.card).toBe(`/cards/${first}`);
});

it('every page of this site has its card: otherwise run `npm run cards` and commit what it writes', () => {
	const project = openProject(fileURLToPath(new URL('../..', import.meta.url)));
	const { missing, unused } = surveyCards(project, pagesOf(project));
	expect({ missing, unused }).toEqual({ missing: [], unused: [] });
});
