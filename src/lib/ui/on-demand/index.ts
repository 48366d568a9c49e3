/** Opens what a click or a key asks for: the view of a diagram, or the list of shortcuts. */
export function answer({ target, type }: Event, isHelp: boolean): void {
	if (!(target instanceof Element)) return;
	const isAsked = isHelp || (type === 'click' && target.closest('#open-shortcuts'));
	if (isAsked) return void showShortcuts();
	const asked = target.closest(type === 'click' ? '.enlarge' : '.diagram > .scroll');
	const figure = asked?.closest('figure');
	if (figure) void showDiagram(figure);
}

async function showShortcuts(): Promise<void> {
	const { openShortcuts } = await import('../shortcuts/index.ts');
	openShortcuts();
}

async function showDiagram(figure: HTMLElement): Promise<void> {
	const { openDiagram } = await import('../diagram-view/index.ts');
	openDiagram(figure);
}
