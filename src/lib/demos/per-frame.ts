/**
 * Joins any number of calls into one per painted frame: a burst of messages costs one update (W5).
 * While the page is hidden nothing is painted, so nothing runs; what is kept must be bounded elsewhere.
 */
// #region per-frame
export function perFrame(
	run: () => void,
	request: (callback: () => void) => unknown = requestAnimationFrame
): () => void {
	let asked = false;
	return () => {
		if (asked) return;
		asked = true;
		request(() => {
			asked = false;
			run();
		});
	};
}
// #endregion per-frame
