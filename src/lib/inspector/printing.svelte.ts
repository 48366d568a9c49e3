import { flushSync } from 'svelte';

/** Whether the page is being printed. Components then show all their content. */
class Printing {
	isOn = $state(false);

	constructor() {
		// Synchronously, because the browser lays out the page as soon as its listeners return.
		window.addEventListener('beforeprint', () => flushSync(() => (this.isOn = true)));
		window.addEventListener('afterprint', () => (this.isOn = false));
	}
}

export const printing = new Printing();
