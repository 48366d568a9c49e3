type Page = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/** 非表示がgraceMs続いたら閉じ、表示されたら開く。戻り値の関数で停止する */
export function openWhileVisible(
	open: () => () => void,
	graceMs: number,
	page: Page = document
): () => void {
	let close: (() => void) | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function update() {
		clearTimeout(timer);
		if (page.visibilityState === 'visible') close ??= open();
		else timer = setTimeout(leave, graceMs);
	}
	function leave() {
		clearTimeout(timer);
		close?.();
		close = undefined;
	}
	page.addEventListener('visibilitychange', update);
	update();
	return () => {
		page.removeEventListener('visibilitychange', update);
		leave();
	};
}
