import { isCharacter, isInField } from './keys.ts';
import { recall } from './store.ts';

/** Loads what few readers need when they ask for it. Offline it does not come; the next time may be better. */
export function loadOnDemand(): void {
	const failed = () => undefined;
	const ask = (event: Event, isHelp: boolean) =>
		void import('../on-demand/index.ts').then(({ answer }) => answer(event, isHelp), failed);
	addEventListener('click', (event) => ask(event, false));
	addEventListener('keydown', (event) => {
		const isHelp = isCharacter(event, '?', isInField(event));
		if (isHelp || event.key === 'Enter') ask(event, isHelp);
	});

	const key = `wirelab:reading:${location.pathname}`;
	const follow = () =>
		void import('../reading/index.ts').then(({ followReading }) => followReading(key), failed);
	// At the top of a page there is no heading to mark, and no place to keep, until the reader scrolls.
	if (scrollY > 0 || location.hash || recall(key)) follow();
	else addEventListener('scroll', follow, { once: true });
}
