/** Opens the enlarged diagram or the list of shortcuts, if the event asks for one of them. */
export function handleOnDemand({ target, type }: Event, isHelp: boolean): void {
	if (!(target instanceof Element)) return;
	const isForShortcuts = isHelp || (type === 'click' && target.closest('#open-shortcuts'));
	if (isForShortcuts) return void showShortcuts();
	const trigger = target.closest(type === 'click' ? '.enlarge' : '.diagram > .scroll');
	const figure = trigger?.closest('figure');
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
