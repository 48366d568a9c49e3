import { randomId, privateRoom } from '$lib/protocol/room.ts';
import { addressOf, type Action, type Driver, type DriverOptions } from './driver.ts';
import { text } from './text.ts';

/** Polls a private room, to which another client publishes. */
export class LongPollingDriver implements Driver {
	isOpen = $state(false);
	readonly #options: DriverOptions;
	readonly #path = `/api/rooms/${privateRoom('diagram')}`;
	readonly #stop = new AbortController();

	constructor(options: DriverOptions) {
		this.#options = options;
		void this.#poll()
			.catch(() => undefined) // lost or aborted
			.then(() => (this.isOpen = false));
	}

	get actions(): Action[] {
		const isPossible = this.isOpen;
		return [
			{ label: text.sendFromOther, run: () => void this.#publish(this.#options.trace), isPossible },
			{ label: text.disconnect, run: () => this.close(), isPossible }
		];
	}

	close(): void {
		this.isOpen = false;
		this.#stop.abort();
	}

	async #poll(): Promise<void> {
		// The cursor of the first poll is the id of a message that is already in the room.
		let after = await this.#publish();
		this.isOpen = true;
		const { signal } = this.#stop;
		while (!signal.aborted) {
			const url = addressOf(`${this.#path}/poll`, { after, trace: this.#options.trace });
			const response = await fetch(url, { signal, cache: 'no-store' });
			if (!response.ok) break;
			after = ((await response.json()) as { cursor: string }).cursor;
		}
	}

	/** Publishes a message, recorded if `trace` is given. Returns its id. */
	async #publish(trace?: string): Promise<string> {
		const url = addressOf(`${this.#path}/messages`, trace === undefined ? {} : { trace });
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ text: text.hello, clientId: randomId(20) })
		});
		return ((await response.json()) as { id: string }).id;
	}
}
