import { expect, it } from 'vitest';
import { announcementOf, type Announcement, type Status } from './announcement.ts';

const status = (kind: Status['kind'], text: string, unsent = 0): Status => ({ kind, text, unsent });

/** The announcements of one status after another. */
function announced(...statuses: Status[]): string[] {
	let last: Announcement = { kind: 'idle', text: '' };
	return statuses.flatMap((next) => {
		const announcement = announcementOf(next, last);
		if (announcement === null) return [];
		last = announcement;
		return [announcement.text];
	});
}

it('announces the result of several messages once, when the last one has arrived everywhere', () => {
	const burst = [3, 2, 1].flatMap((unsent) => [
		status('behind', `behind ${String(unsent)}`, unsent),
		status('same', `same ${String(unsent)}`, unsent)
	]);
	const end = [status('behind', 'behind 0'), status('same', 'same 0')];
	expect(announced(status('idle', 'idle'), ...burst, ...end)).toEqual(['same 0']);
});

it('announces once that the server rejects messages for now, and then the result', () => {
	const waiting = [5, 4, 3].flatMap((unsent) => [
		status('held', `held ${String(unsent)}`, unsent),
		status('behind', 'behind', unsent)
	]);
	expect(announced(...waiting, status('same', 'same'))).toEqual(['held 5', 'same']);
	expect(
		announced(status('held', 'held 2', 2), status('same', 'a'), status('held', 'held 9', 9))
	).toEqual(['held 2', 'a', 'held 9']);
});

it('announces what the reader has to act on, and nothing twice', () => {
	const stopped = [status('stopped', '1 waits', 1), status('stopped', '2 wait', 2)];
	const crowded = status('crowded', 'crowded', 2);
	expect(announced(...stopped, crowded, crowded)).toEqual(['1 waits', '2 wait', 'crowded']);
	expect(announced(status('problem', 'full', 9))).toEqual(['full']);
});
