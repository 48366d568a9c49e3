import { randomId, privateRoom } from '$lib/protocol/room.ts';
import { addressOf, type Action, type Driver, type DriverOptions } from './driver.ts';
import { text } from './text.ts';

/** A WebSocket in a private room, with another client that is not recorded. */
export class WebSocketDriver implements Driver {
	isOpen = $state(false);
	readonly #options: DriverOptions;
	readonly #room = privateRoom('diagram');
	readonly #other: WebSocket;
	#socket: WebSocket | undefined;

	constructor(options: DriverOptions) {
		this.#options = options;
		// The other client joins first, so that it receives the message too.
		this.#other = this.#connect({});
		this.#other.onopen = () => this.#open();
	}

	get actions(): Action[] {
		return [
			{ label: text.send, run: () => this.#send(), isPossible: this.isOpen },
			{ label: text.disconnect, run: () => this.#disconnect(), isPossible: this.isOpen }
		];
	}

	close(): void {
		this.#socket?.close();
		this.#other.close();
	}

	#open(): void {
		const { trace, mark } = this.#options;
		mark('browser:new');
		const socket = this.#connect({ trace });
		this.#socket = socket;
		socket.onopen = () => {
			mark('browser:open');
			this.isOpen = true;
		};
		socket.onclose = () => (this.isOpen = false);
	}

	#connect(query: Record<string, string>): WebSocket {
		const url = addressOf('/ws', { room: this.#room, ...query });
		return new WebSocket(url.href.replace(/^http/, 'ws'), 'wirelab.v1');
	}

	#send(): void {
		const message = { type: 'message', text: text.hello, clientId: randomId(20) };
		this.#socket?.send(JSON.stringify(message));
	}

	#disconnect(): void {
		this.#options.mark('browser:close');
		this.#socket?.close(1000);
	}
}
