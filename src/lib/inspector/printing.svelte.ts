import { flushSync } from 'svelte';

/** Whether the page is being printed: then everything is shown at once. */
class Printing {
	isOn = $state(false);

	constructor() {
		// The browser lays the page out when the listeners have returned.
		window.addEventListener('beforeprint', () => flushSync(() => (this.isOn = true)));
		window.addEventListener('afterprint', () => (this.isOn = false));
	}
}

export const printing = new Printing();
