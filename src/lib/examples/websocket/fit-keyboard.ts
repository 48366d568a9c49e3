/** 画面のキーボードが出ても、入力欄まで見える高さに収める。表示中の高さは visualViewport で取得する */
export function fitKeyboard(node: HTMLElement): (() => void) | undefined {
	const viewport = window.visualViewport;
	if (!viewport) return undefined;

	function fit() {
		if (!viewport || viewport.scale > 1) return; // ピンチズーム中は、高さを変えない
		node.style.setProperty('--visible-height', `${String(viewport.height)}px`);
		const isKeyboard = viewport.height < window.innerHeight * 0.75;
		const isTyping = node.contains(document.activeElement);
		if (isKeyboard && isTyping) node.scrollIntoView({ block: 'start' });
	}

	fit();
	viewport.addEventListener('resize', fit);
	return () => viewport.removeEventListener('resize', fit);
}
