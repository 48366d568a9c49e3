/**
 * Keeps a scrolling list at its end while new lines come, but only if the reader is there already:
 * who has scrolled up to read is left in peace (W15). For `{@attach}`.
 */
// #region stick
export function stickToEnd(list: HTMLElement): () => void {
	let atEnd = true;
	const nearPx = 24;

	// 読者が自分で上へ戻ったら、追いかけるのをやめる
	const look = () => {
		atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < nearPx;
	};
	list.addEventListener('scroll', look, { passive: true });
	list.scrollTop = list.scrollHeight; // 前からある行も、最後から見せる

	const observer = new MutationObserver(() => {
		if (atEnd) list.scrollTop = list.scrollHeight;
	});
	observer.observe(list, { childList: true, subtree: true, characterData: true });

	return () => {
		observer.disconnect();
		list.removeEventListener('scroll', look);
	};
}
// #endregion stick
