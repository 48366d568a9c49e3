import { isCharacter, isInField, type Press } from './keys.ts';

/** Whether a pressed key opens search: `/` outside of fields, Ctrl+K or Cmd+K everywhere. */
export function opensSearch(event: Press, isTyping: boolean): boolean {
	const { key, ctrlKey, metaKey, altKey, shiftKey, isComposing } = event;
	if (ctrlKey === metaKey || altKey || shiftKey || isComposing) {
		return isCharacter(event, '/', isTyping);
	}
	return key.toLowerCase() === 'k';
}

/** Opens search on a click of its button and on its keys. The search engine is loaded when search first opens. */
export function enableSearch(): void {
	const dialog = document.querySelector<HTMLDialogElement>('#search');
	const status = dialog?.querySelector('.search-status');
	if (!dialog || !status) return;
	let loading: Promise<void> | undefined;

	const open = () => {
		if (dialog.open) return;
		dialog.showModal();
		dialog.querySelector('input')?.select();
		loading ??= import('../search/index.ts')
			.then(({ startSearch }) => startSearch(dialog))
			.catch(() => {
				// For example offline. The next opening tries again.
				status.textContent = dialog.dataset.failed ?? '';
				loading = undefined;
			});
	};
	document.querySelector('#open-search')?.addEventListener('click', open);
	dialog.addEventListener('submit', (event) => event.preventDefault());
	dialog.querySelector('.search-close')?.addEventListener('click', () => dialog.close());
	addEventListener('keydown', (event) => {
		if (!opensSearch(event, isInField(event))) return;
		event.preventDefault();
		open();
	});
}
