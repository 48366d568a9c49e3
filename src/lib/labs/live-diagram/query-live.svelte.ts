import { untrack } from 'svelte';
import { publishOverHttp } from '$lib/client/http-publish.ts';
import { privateRoom, randomId } from '$lib/protocol/room.ts';
import { newestMessages } from '$lib/remote/room.remote.ts';
import type { Action, Driver, DriverOptions } from './driver.ts';
import { text } from './text.ts';

/** Reads the newest messages of a private room with `query.live`, and publishes to it. */
export class QueryLiveDriver implements Driver {
	isOpen = $state(false);
	readonly #options: DriverOptions;
	readonly #room = privateRoom('diagram');
	readonly #stop: () => void;

	constructor(options: DriverOptions) {
		this.#options = options;
		const { trace, mark } = options;
		mark('browser:read');
		// Takes the place of a component's effects. SvelteKit does not close the stream as soon as they are destroyed, but when
		// the browser later garbage-collects the query.
		this.#stop = $effect.root(() => {
			$effect(() => {
				const live = newestMessages({ room: this.#room, trace });
				this.isOpen = live.connected;
				// Reading the value makes the effect run again for the next one.
				const value = live.ready ? live.current : null;
				if (value !== null) untrack(() => mark('browser:value'));
			});
		});
	}

	get actions(): Action[] {
		const isPossible = this.isOpen;
		return [
			{ label: text.sendFromOther, run: () => this.#publish(), isPossible },
			{ label: text.disconnect, run: () => this.#destroy(), isPossible }
		];
	}

	close(): void {
		this.isOpen = false;
		this.#stop();
	}

	#publish(): void {
		void publishOverHttp({ room: this.#room, text: text.hello, clientId: randomId(20) });
	}

	#destroy(): void {
		this.#options.mark('browser:destroy');
		this.close();
	}
}
