/** 新しい行が加わっても、末尾を表示し続ける。上へスクロールしたユーザーの邪魔はしない(W15)。{@attach} で使う */
// #region stick
export function stickToEnd(list: HTMLElement): () => void {
	let isAtEnd = true;
	const nearPx = 24;

	// ユーザーが上へスクロールしたら、自動スクロールをやめる
	const update = () => {
		isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < nearPx;
	};
	list.addEventListener('scroll', update, { passive: true });
	list.scrollTop = list.scrollHeight; // 最初の表示でも、末尾を見せる

	const observer = new MutationObserver(() => {
		if (isAtEnd) list.scrollTop = list.scrollHeight;
	});
	observer.observe(list, { childList: true, subtree: true, characterData: true });

	return () => {
		observer.disconnect();
		list.removeEventListener('scroll', update);
	};
}
// #endregion stick
