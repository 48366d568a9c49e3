import { followReader } from '../enhance/scroll-spy.ts';
import { readStored, store } from '../enhance/store.ts';

/** The fewest headings of a page whose reading position is stored. */
const minHeadings = 4;

/**
 * The heading at which the reader can continue next time: not the first, where a page begins anyway, and not the last,
 * where the reader has finished.
 * @param at index of the current heading of `hashes`, -1 above the first
 * @returns its hash to store; null to remove the stored one, undefined to leave that unchanged
 */
export function placeToStore(hashes: readonly string[], at: number): string | null | undefined {
	if (at < 1 || hashes.length < minHeadings) return undefined;
	return at < hashes.length - 1 ? hashes[at] : null;
}

/**
 * Marks the current heading, and stores it in this browser if the page is long. The next visit offers to continue
 * there, unless the page was reloaded or reached with Back or Forward, or its address has a fragment.
 * @param key the key under which the heading is stored
 */
export function followReading(key: string): void {
	followReader();
	const links = [...document.querySelectorAll<HTMLAnchorElement>('#toc a')];
	const stored = readStored(key);
	const link = links.find(({ hash }) => hash === stored);
	const [entry] = performance.getEntriesByType('navigation');
	const isVisit = entry instanceof PerformanceNavigationTiming && entry.type === 'navigate';
	if (link && isVisit && !location.hash) {
		void import('./offer.ts').then(
			({ offerToResume }) => offerToResume(link),
			() => undefined
		);
	}
	// On phones this may be the last event of a page.
	document.addEventListener('visibilitychange', () => {
		const at = links.findIndex((link) => link.hasAttribute('aria-current'));
		const place = placeToStore(
			links.map(({ hash }) => hash),
			at
		);
		if (document.hidden && place !== undefined) store(key, place);
	});
}
