/** The most characters of an address that are compared. Addresses of pages are far shorter. */
const maxComparedLength = 120;

/** How much of a page's score comes from the last segment; the rest comes from the whole address. */
const lastSegmentShare = 0.65;
/** The least score of a page that is suggested, from 0 to 1. */
const minScore = 0.3;

/** Pairs of adjacent characters, which survive a typo or a missing hyphen better than words. */
function pairs(text: string): Map<string, number> {
	const found = new Map<string, number>();
	for (let i = 0; i < text.length - 1; i++) {
		const pair = text.slice(i, i + 2);
		found.set(pair, (found.get(pair) ?? 0) + 1);
	}
	return found;
}

/** Sørensen–Dice coefficient of two texts: 0 nothing in common, 1 equal. */
export function similarity(a: string, b: string): number {
	if (a === b) return 1;
	const [left, right] = [pairs(a), pairs(b)];
	let shared = 0;
	let total = 0;
	for (const [pair, count] of left) {
		shared += Math.min(count, right.get(pair) ?? 0);
		total += count;
	}
	for (const count of right.values()) total += count;
	return total === 0 ? 0 : (2 * shared) / total;
}

const lastSegment = (path: string) => path.split('/').filter(Boolean).at(-1) ?? '';

/**
 * The pages whose address is most similar to `path`, best first. The last segment counts most, because old links
 * usually have the right name in a folder that has moved.
 */
export function nearest<Page extends { path: string }>(
	pages: readonly Page[],
	path: string,
	limit: number
): Page[] {
	const wanted = path.toLowerCase().slice(0, maxComparedLength);
	const wantedLast = lastSegment(wanted);
	return pages
		.map((page) => ({
			page,
			score:
				lastSegmentShare * similarity(lastSegment(page.path), wantedLast) +
				(1 - lastSegmentShare) * similarity(page.path, wanted)
		}))
		.filter(({ score }) => score >= minScore)
		.sort((a, b) => b.score - a.score)
		.slice(0, limit)
		.map(({ page }) => page);
}
