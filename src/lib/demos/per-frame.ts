/**
 * 何度呼ばれても、描く1フレームに1回だけ動かす。一度に何通届いても、更新は1回で済む(W5)。
 * 隠れたページでは描かないので動かない。ためる量の上限は、ほかで決める
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
