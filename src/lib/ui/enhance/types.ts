/**
 * Shows the types in printed code by pointer, touch and keyboard. The code for it is loaded when the reader first
 * reaches a block that has types.
 */
export function enableTypeHovers(): void {
	let loading: Promise<typeof import('../hovers/index.ts').handleBlockEvent | null> | undefined;
	// If loading fails, for example offline, the next event tries again.
	const load = () =>
		(loading ??= import('../hovers/index.ts').then(
			({ handleBlockEvent }) => handleBlockEvent,
			() => {
				loading = undefined;
				return null;
			}
		));

	for (const kind of ['pointerover', 'click', 'focusin']) {
		addEventListener(kind, (event) => {
			// The document can be a target, and is not an element.
			if (!(event.target instanceof Element)) return;
			const block = event.target.closest<HTMLElement>('[data-types]');
			if (block) void load().then((handleBlockEvent) => handleBlockEvent?.(block, event));
		});
	}
}
