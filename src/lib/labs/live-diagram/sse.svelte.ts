import { randomId } from '$lib/protocol/room.ts';
import { causeFault } from '../../demos/own-connection.ts';
import { addressOf, type Action, type Driver, type DriverOptions } from './driver.ts';
import { text } from './text.ts';

/** An EventSource on the tutorial feed, whose connection the reader can cut. */
export class SseDriver implements Driver {
	isOpen = $state(false);
	readonly #options: DriverOptions;
	readonly #source: EventSource;
	readonly #connection = randomId(24);
	#wasCut = $state(false);
	/** Whether the connection has been lost. All messages from then on come from the resumed stream. */
	#wasLost = false;

	constructor(options: DriverOptions) {
		this.#options = options;
		const { trace, mark } = options;
		mark('browser:new');
		const query = { trace, connection: this.#connection };
		const source = new EventSource(addressOf('/api/events', query));
		this.#source = source;
		source.onopen = () => (this.isOpen = true);
		source.onmessage = () => mark(this.#wasLost ? 'browser:message:resume' : 'browser:message');
		source.onerror = () => {
			this.isOpen = false;
			this.#wasLost = true;
			mark('browser:error');
		};
	}

	get actions(): Action[] {
		const { isOpen } = this;
		return [
			{ label: text.cut, run: () => void this.#cut(), isPossible: isOpen && !this.#wasCut },
			{ label: text.disconnect, run: () => this.#disconnect(), isPossible: isOpen }
		];
	}

	close(): void {
		this.isOpen = false;
		this.#source.close();
	}

	/** Makes the server close the TCP connection without notice. */
	async #cut(): Promise<void> {
		this.#wasCut = true;
		this.#wasCut = (await causeFault(this.#connection, 'cut')) !== null;
	}

	#disconnect(): void {
		this.#options.mark('browser:close');
		this.close();
	}
}
