import { expect, it } from 'vitest';
import { announcementOf, type Said, type Story } from './announcement.ts';

const story = (kind: Story['kind'], text: string, unsent = 0): Story => ({ kind, text, unsent });

/** What is announced of stories in a row. */
function announced(...stories: Story[]): string[] {
	let last: Said = { kind: 'idle', text: '' };
	return stories.flatMap((next) => {
		const said = announcementOf(next, last);
		if (said === null) return [];
		last = said;
		return [said.text];
	});
}

it('announces the result of several messages once, when the last one has arrived everywhere', () => {
	const burst = [3, 2, 1].flatMap((unsent) => [
		story('behind', `behind ${String(unsent)}`, unsent),
		story('same', `same ${String(unsent)}`, unsent)
	]);
	const end = [story('behind', 'behind 0'), story('same', 'same 0')];
	expect(announced(story('idle', 'idle'), ...burst, ...end)).toEqual(['same 0']);
});

it('announces once that the server makes messages wait, and what comes of it', () => {
	const waiting = [5, 4, 3].flatMap((unsent) => [
		story('held', `held ${String(unsent)}`, unsent),
		story('behind', 'behind', unsent)
	]);
	expect(announced(...waiting, story('same', 'same'))).toEqual(['held 5', 'same']);
	expect(
		announced(story('held', 'held 2', 2), story('same', 'a'), story('held', 'held 9', 9))
	).toEqual(['held 2', 'a', 'held 9']);
});

it('announces what needs the reader, and nothing twice', () => {
	const stopped = [story('stopped', '1 waits', 1), story('stopped', '2 wait', 2)];
	const crowded = story('crowded', 'crowded', 2);
	expect(announced(...stopped, crowded, crowded)).toEqual(['1 waits', '2 wait', 'crowded']);
	expect(announced(story('problem', 'full', 9))).toEqual(['full']);
});
