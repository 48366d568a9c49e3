/** 新しい行が加わっても、末尾を見せ続ける。上へ戻って読んでいる人の邪魔はしない(W15)。{@attach} で使う */
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
