/**
 * Lets a reader ask for the types in printed code: by pointer, touch and keyboard. What shows them is
 * loaded when a block that has types is pointed at.
 */
export function showTypes(): void {
	let loading: Promise<typeof import('../hovers/index.ts').meet | null> | undefined;
	// Offline it does not come; the next time may be better.
	const load = () =>
		(loading ??= import('../hovers/index.ts').then(
			({ meet }) => meet,
			() => {
				loading = undefined;
				return null;
			}
		));

	for (const kind of ['pointerover', 'click', 'focusin']) {
		addEventListener(kind, (event) => {
			// The document itself can be a target, and is no element.
			if (!(event.target instanceof Element)) return;
			const block = event.target.closest<HTMLElement>('[data-types]');
			if (block) void load().then((meet) => meet?.(block, event));
		});
	}
}
