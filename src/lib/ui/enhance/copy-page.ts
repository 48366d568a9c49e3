/**
 * Copies a page as Markdown. Safari allows writing only at once after a click, so the clipboard gets the
 * text as a promise. Without a secure context there is no clipboard, and so no button.
 */
export function copyPage(): void {
	const button = document.querySelector<HTMLButtonElement>('.copy-page');
	const status = document.querySelector<HTMLElement>('#status');
	if (!button || !status) return;
	if (!('clipboard' in navigator)) {
		button.remove();
		return;
	}
	const { pageCopied = '', pageCopyFailed = '' } = status.dataset;
	button.addEventListener('click', () => {
		// A live region speaks when its text changes, so the same words need a blank in between.
		status.textContent = '';
		const item = new ClipboardItem({ 'text/plain': markdownAt(button.dataset.from ?? '') });
		navigator.clipboard.write([item]).then(
			() => {
				status.textContent = pageCopied;
				button.classList.add('done');
			},
			() => (status.textContent = pageCopyFailed)
		);
	});
}

async function markdownAt(path: string): Promise<Blob> {
	const response = await fetch(path);
	if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
	return new Blob([await response.text()], { type: 'text/plain' });
}
