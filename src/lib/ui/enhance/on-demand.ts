import { isCharacter, isInField } from './keys.ts';

/** Opens what few readers ask for, and loads it only then. Offline it does not come; the next time may be better. */
export function openOnDemand(): void {
	const showKeys = () =>
		void import('../shortcuts/index.ts').then(
			({ openShortcuts }) => openShortcuts(),
			() => undefined
		);
	const showDiagram = (figure: HTMLElement | null) =>
		figure &&
		void import('../diagram-view/index.ts').then(
			({ openDiagram }) => openDiagram(figure),
			() => undefined
		);
	addEventListener('click', ({ target }) => {
		const button = target instanceof Element ? target.closest('#open-shortcuts, .enlarge') : null;
		if (button?.id) showKeys();
		else if (button) showDiagram(button.closest('figure'));
	});
	addEventListener('keydown', (event) => {
		const { target, key } = event;
		if (isCharacter(event, '?', isInField(event))) showKeys();
		if (key === 'Enter' && target instanceof Element && target.matches('.diagram > .scroll')) {
			showDiagram(target.closest('figure'));
		}
	});
}
