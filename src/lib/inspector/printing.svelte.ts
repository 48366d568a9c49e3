import { flushSync } from 'svelte';

/** Whether the page is being printed. Components then show all their content. */
class Printing {
	isOn = $state(false);

	constructor() {
		// Renders synchronously, because the browser lays out the page as soon as the listeners return.
		window.addEventListener('beforeprint', () => flushSync(() => (this.isOn = true)));
		window.addEventListener('afterprint', () => (this.isOn = false));
	}
}

export const printing = new Printing();
