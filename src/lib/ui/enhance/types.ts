/**
 * Lets a reader ask for the types in printed code: by pointer, touch and keyboard. What shows them is
 * loaded when a block that has types is pointed at.
 */
export function showTypes(): void {
	for (const kind of ['pointerover', 'click', 'focusin']) {
		addEventListener(kind, (event) => {
			const block = (event.target as Element).closest<HTMLElement>('[data-types]');
			if (block) void import('../hovers/index.ts').then(({ meet }) => meet(block, event));
		});
	}
}
