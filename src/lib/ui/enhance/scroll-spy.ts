/**
 * Which heading the reader is under.
 * @param tops distance of each heading from the top of the window in px, in document order
 * @param line distance from the top at which a heading counts as reached, px
 * @param atEnd the page cannot be scrolled further: the last heading may never reach the line
 * @returns index of the heading, -1 above the first one
 */
export function currentHeading(tops: readonly number[], line: number, atEnd: boolean): number {
	if (atEnd) return tops.length - 1;
	return tops.findLastIndex((top) => top <= line);
}

/** Marks the current heading in the table of contents and keeps it in sight there. */
export function followReader(): void {
	const toc = document.querySelector<HTMLElement>('#toc');
	if (!toc) return;
	const entries = [...toc.querySelectorAll<HTMLAnchorElement>('a')].flatMap((link) => {
		const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
		return heading ? [{ link, heading }] : [];
	});
	let marked: HTMLAnchorElement | undefined;
	let waiting = false;

	const mark = () => {
		waiting = false;
		const { clientHeight, scrollHeight, scrollTop } = document.documentElement;
		const tops = entries.map(({ heading }) => heading.getBoundingClientRect().top);
		const atEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2;
		const link = entries[currentHeading(tops, clientHeight / 4, atEnd)]?.link;
		if (link === marked) return;
		marked?.removeAttribute('aria-current');
		link?.setAttribute('aria-current', 'location');
		marked = link;
		if (link) toc.scrollTop = link.offsetTop - toc.clientHeight / 2;
	};
	const schedule = () => {
		if (!waiting) requestAnimationFrame(mark);
		waiting = true;
	};
	addEventListener('scroll', schedule, { passive: true });
	addEventListener('resize', schedule);
	schedule();
}
