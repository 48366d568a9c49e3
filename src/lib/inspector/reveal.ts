/** Scrolls `list` alone, not the page, until `item` is in view. */
export function reveal(list: Element | null | undefined, item: Element | null | undefined): void {
	if (!list || !item) return;
	const outer = list.getBoundingClientRect();
	const inner = item.getBoundingClientRect();
	if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top;
	else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom;
}
