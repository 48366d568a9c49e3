import { followReader } from '../enhance/scroll-spy.ts';
import { keep, recall } from '../enhance/store.ts';

/** Headings that a page needs before its reader may want to return to one of them. */
const minHeadings = 4;

/**
 * The heading at which a reader may go on next time: not the first, since a page begins there anyway, and
 * not the last, under which the reader has finished.
 * @param at index of the current heading of `hashes`, -1 above the first
 * @returns its hash; null forgets what was kept, and undefined leaves it
 */
export function placeToKeep(hashes: readonly string[], at: number): string | null | undefined {
	if (at < 1 || hashes.length < minHeadings) return undefined;
	return at < hashes.length - 1 ? hashes[at] : null;
}

/**
 * Marks the current heading, and keeps under which heading of a long page the reader was, in this browser
 * only. Next time the page offers to
 * go on there, unless it was loaded again or its address names a place.
 * @param key of the place on this page
 */
export function followReading(key: string): void {
	followReader();
	const links = [...document.querySelectorAll<HTMLAnchorElement>('#toc a')];
	const kept = recall(key);
	const link = links.find(({ hash }) => hash === kept);
	const [entry] = performance.getEntriesByType('navigation');
	const isVisit = entry instanceof PerformanceNavigationTiming && entry.type === 'navigate';
	if (link && isVisit && !location.hash) {
		void import('./offer.ts').then(
			({ offerToResume }) => offerToResume(link),
			() => undefined
		);
	}
	// Phones end pages without any later event.
	document.addEventListener('visibilitychange', () => {
		const at = links.findIndex((link) => link.hasAttribute('aria-current'));
		const place = placeToKeep(
			links.map(({ hash }) => hash),
			at
		);
		if (document.hidden && place !== undefined) keep(key, place);
	});
}
