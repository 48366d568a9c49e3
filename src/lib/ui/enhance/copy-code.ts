/** As much of an element as copying looks at. */
interface Line {
	textContent: string | null;
	classList: { contains(name: string): boolean };
}

/** The code that a reader wants in the clipboard: lines that a diff takes away are left out. */
export function codeOf(lines: Iterable<Line>): string {
	return Array.from(lines)
		.filter((line) => !line.classList.contains('del'))
		.map((line) => line.textContent ?? '')
		.join('')
		.replace(/\n$/, '');
}

/**
 * Gives every code block a copy button, except those that show what not to do. Without a secure
 * context there is no clipboard to write to, and so no button.
 */
export function copyCode(): void {
	const template = document.querySelector<HTMLTemplateElement>('#copy-button');
	const status = document.querySelector<HTMLElement>('#status');
	if (!template || !status || !('clipboard' in navigator)) return;

	const { copied = '', copyFailed = '' } = status.dataset;
	for (const block of document.querySelectorAll('.code:not(.counter)')) {
		block.append(template.content.cloneNode(true));
		const button = block.querySelector('.copy');
		button?.addEventListener('click', () => {
			// A live region speaks when its text changes, so the same words need a blank in between.
			status.textContent = '';
			navigator.clipboard.writeText(codeOf(block.querySelectorAll('.line'))).then(
				() => {
					status.textContent = copied;
					button.classList.add('done');
				},
				() => (status.textContent = copyFailed)
			);
		});
		button?.addEventListener('pointerleave', () => button.classList.remove('done'));
	}
}
