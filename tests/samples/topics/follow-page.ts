/** openは接続を開き、閉じる関数を返す。戻り値の関数で停止する */
export function followPage(open: () => () => void, page: EventTarget = window): () => void {
	const listening = new AbortController();
	let close: (() => void) | undefined = open();

	function leave() {
		close?.();
		close = undefined;
	}
	page.addEventListener('pagehide', leave, { signal: listening.signal });
	// 最初の表示でも発生するので、開いていないときだけ開く
	page.addEventListener('pageshow', () => (close ??= open()), { signal: listening.signal });

	return () => {
		listening.abort();
		leave();
	};
}
