/** Closes a drawer when the reader follows a link in it to a heading on the same page. */
export function closeDrawerOnNavigation(): void {
	for (const drawer of document.querySelectorAll<HTMLElement>('nav[popover]')) {
		drawer.addEventListener('click', ({ target }) => {
			const followed = target instanceof Element && target.closest('a[href^="#"]');
			if (followed && drawer.matches(':popover-open')) drawer.hidePopover();
		});
	}
}
