import { isCharacter, isInField } from './keys.ts';
import { readStored } from './store.ts';

/**
 * Loads features that few readers need, on first use. If loading fails, for example offline, the next click or key
 * tries again; only the code that follows the reading position is not requested again on this page.
 */
export function loadOnDemand(): void {
	const ignore = () => undefined;
	const handle = (event: Event, isHelp: boolean) =>
		void import('../on-demand/index.ts').then(
			({ handleOnDemand }) => handleOnDemand(event, isHelp),
			ignore
		);
	addEventListener('click', (event) => handle(event, false));
	addEventListener('keydown', (event) => {
		const isHelp = isCharacter(event, '?', isInField(event));
		if (isHelp || event.key === 'Enter') handle(event, isHelp);
	});

	const key = `wirelab:reading:${location.pathname}`;
	const follow = () =>
		void import('../reading/index.ts').then(({ followReading }) => followReading(key), ignore);
	// At the top of a page there is nothing to mark or store until the reader scrolls.
	if (scrollY > 0 || location.hash || readStored(key)) follow();
	else addEventListener('scroll', follow, { once: true });
}
