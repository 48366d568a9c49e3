/**
 * 何度呼ばれても、1フレームに1回だけ実行する。一度に何件届いても、更新は1回で済む(W5)。
 * 非表示のページでは描画されず実行されない。ためる量の上限は、別に設ける
 */
// #region per-frame
export function perFrame(
	run: () => void,
	request: (callback: () => void) => unknown = requestAnimationFrame
): () => void {
	let isRequested = false;
	return () => {
		if (isRequested) return;
		isRequested = true;
		request(() => {
			isRequested = false;
			run();
		});
	};
}
// #endregion per-frame
