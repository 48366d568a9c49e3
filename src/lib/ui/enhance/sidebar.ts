import { readStored, store } from './store.ts';

const key = 'wirelab:sidebar';

/**
 * The scroll position of the sidebar, px: the reader's last one, unless it hides the current page; then the
 * one that shows the current page a third from the top.
 */
export function sidebarScroll(
	stored: string | null,
	link: { top: number; height: number },
	height: number
): number {
	const last = Number.parseInt(stored ?? '', 10);
	const isShown = last <= link.top && link.top + link.height <= last + height;
	return isShown ? last : Math.max(0, link.top - height / 3);
}

/** Keeps the sidebar's scroll position from page to page. */
export function keepSidebarPosition(): void {
	const sidebar = document.querySelector<HTMLElement>('#menu');
	const link = sidebar?.querySelector<HTMLElement>('[aria-current="page"]');
	if (!sidebar) return;
	const place = () => {
		if (!link) return;
		const { top, height } = link.getBoundingClientRect();
		const within = top - sidebar.getBoundingClientRect().top + sidebar.scrollTop;
		sidebar.scrollTop = sidebarScroll(
			readStored(key, () => sessionStorage),
			{ top: within, height },
			sidebar.clientHeight
		);
	};
	place();
	// A closed drawer has no height.
	sidebar.addEventListener('toggle', place);
	addEventListener('pagehide', () => store(key, String(sidebar.scrollTop), () => sessionStorage));
}
