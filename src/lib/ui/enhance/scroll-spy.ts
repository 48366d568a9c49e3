/**
 * Which heading is current.
 * @param tops distance of each heading from the top of the window in px, in document order
 * @param line distance from the top at which a heading counts as reached, px
 * @param end the window's height if the page cannot be scrolled further, else null. At the end of a page the
 * visible headings may never reach the line
 * @param chosen index of the heading whose link was followed, -1 for none
 * @returns index of the heading, -1 above the first one
 */
export function currentHeading(
	tops: readonly number[],
	line: number,
	end: number | null,
	chosen: number
): number {
	if (end === null) return tops.findLastIndex((top) => top <= line);
	const top = tops[chosen] ?? -1;
	return top >= 0 && top < end ? chosen : tops.length - 1;
}

/** Browsers round scroll positions: tolerances for the end of the page and for the line, in px. */
const endTolerancePx = 2;
const lineTolerancePx = 4;

/** Marks the current heading in the table of contents and keeps it visible there. */
export function followReader(): void {
	const toc = document.querySelector<HTMLElement>('#toc');
	if (!toc) return;
	const entries = [...toc.querySelectorAll<HTMLAnchorElement>('a')].flatMap((link) => {
		const heading = document.getElementById(link.hash.slice(1));
		return heading ? [{ link, heading }] : [];
	});
	const root = document.documentElement;
	let marked: HTMLAnchorElement | undefined;
	let isScheduled = false;

	const mark = () => {
		isScheduled = false;
		const shownTo = root.scrollTop + root.clientHeight;
		const isAtEnd = root.scrollTop > 0 && shownTo >= root.scrollHeight - endTolerancePx;
		const at = currentHeading(
			entries.map(({ heading }) => heading.getBoundingClientRect().top),
			// The position to which a link scrolls its heading.
			Number.parseFloat(getComputedStyle(root).scrollPaddingTop) + lineTolerancePx,
			isAtEnd ? root.clientHeight : null,
			entries.findIndex(({ link }) => link.hash === location.hash)
		);
		const link = entries[at]?.link;
		if (link === marked) return;
		marked?.removeAttribute('aria-current');
		link?.setAttribute('aria-current', 'location');
		marked = link;
		if (link) toc.scrollTop = link.offsetTop - toc.clientHeight / 2;
	};
	const schedule = () => {
		if (!isScheduled) requestAnimationFrame(mark);
		isScheduled = true;
	};
	addEventListener('scroll', schedule, { passive: true });
	addEventListener('resize', schedule);
	addEventListener('hashchange', schedule);
	schedule();
}
