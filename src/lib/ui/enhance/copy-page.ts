/**
 * Copies a page as Markdown. Safari allows writing only synchronously after a click, so the clipboard gets a promise
 * of the text. Without a secure context there is no clipboard, so the button is removed.
 */
export function enablePageCopying(): void {
	const button = document.querySelector<HTMLButtonElement>('.copy-page');
	const status = document.querySelector<HTMLElement>('#status');
	if (!button || !status) return;
	if (!('clipboard' in navigator)) {
		button.remove();
		return;
	}
	const { pageCopied = '', pageCopyFailed = '' } = status.dataset;
	button.addEventListener('click', () => {
		// Screen readers announce changes only, so the same text has to be cleared first.
		status.textContent = '';
		const item = new ClipboardItem({ 'text/plain': markdownAt(button.dataset.from ?? '') });
		navigator.clipboard.write([item]).then(
			() => (status.textContent = pageCopied),
			() => (status.textContent = pageCopyFailed)
		);
	});
}

async function markdownAt(path: string): Promise<Blob> {
	const response = await fetch(path);
	if (!response.ok) throw new Error(`GET ${path}: status ${response.status}`);
	return new Blob([await response.text()], { type: 'text/plain' });
}
