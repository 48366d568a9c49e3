type Close = () => void;

/** openは接続を開き、閉じる関数を返す。戻り値の関数で停止する */
export function followPage(open: () => Close, page: EventTarget = window): Close {
	const listening = new AbortController();
	const { signal } = listening;
	let close: Close | undefined = open();

	function leave() {
		close?.();
		close = undefined;
	}
	page.addEventListener('pagehide', leave, { signal });
	// 最初の表示でも発生するので、開いていないときだけ開く
	page.addEventListener('pageshow', () => (close ??= open()), { signal });

	return () => {
		listening.abort();
		leave();
	};
}
