/** The part of the interface of an element that `codeOf` reads. */
interface Line {
	textContent: string | null;
	classList: { contains(name: string): boolean };
}

/** The code to copy, without the lines that a diff removes. */
export function codeOf(lines: Iterable<Line>): string {
	return Array.from(lines)
		.filter((line) => !line.classList.contains('del'))
		.map((line) => line.textContent ?? '')
		.join('')
		.replace(/\n$/, '');
}

/**
 * Adds a copy button to every code block except counter-examples. Without a secure context there is no
 * clipboard, so there is no button.
 */
export function enableCodeCopying(): void {
	const template = document.querySelector<HTMLTemplateElement>('#copy-button');
	const status = document.querySelector<HTMLElement>('#status');
	if (!template || !status || !('clipboard' in navigator)) return;

	const { copied = '', copyFailed = '' } = status.dataset;
	for (const block of document.querySelectorAll('.code:not(.counter)')) {
		block.append(template.content.cloneNode(true));
		const button = block.querySelector('.copy');
		button?.addEventListener('click', () => {
			// Screen readers announce changes only, so the same text has to be cleared first.
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
