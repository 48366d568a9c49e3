import { privateRoom } from '$lib/protocol/room.ts';
import { createRawSocket } from '../raw-socket.ts';
import type { Own } from './history.ts';
import { text } from './text.ts';

/** The most connections that a reader can add. */
export const maxExtra = 10;

type Socket = ReturnType<typeof createRawSocket>;

/** The reader’s own connections and messages. */
export class Traffic {
	/** Whether the first connection can send. */
	isReady = $state(false);
	open = $state(0);
	extra = $state(0);
	accepted = $state(0);
	rejected = $state(0);

	readonly #room = privateRoom('watch');
	readonly #first = this.#connect((isOpen) => (this.isReady = isOpen));
	readonly #others: Socket[] = [];
	#written = 0;

	get own(): Own {
		return { connections: this.open, accepted: this.accepted, rejected: this.rejected };
	}

	start = () => this.#first.start();
	stop = () => {
		this.closeExtra();
		this.#first.stop();
	};
	dispose = () => {
		this.closeExtra();
		this.#first.dispose();
	};

	send = (count: number) => {
		for (let i = 0; i < count; i++) {
			this.#first.send(JSON.stringify({ type: 'message', text: text.line(++this.#written) }));
		}
	};

	add = (count: number) => {
		for (let i = 0; i < count && this.#others.length < maxExtra; i++) {
			const socket = this.#connect();
			this.#others.push(socket);
			socket.start();
		}
		this.extra = this.#others.length;
	};

	closeExtra = () => {
		for (const socket of this.#others.splice(0)) {
			socket.stop(); // a disposed socket no longer reports its state
			socket.dispose();
		}
		this.extra = 0;
	};

	#connect(onOpen: (isOpen: boolean) => void = () => undefined): Socket {
		let isOpen = false;
		return createRawSocket({
			room: this.#room,
			onFrame: (_, event) => {
				if (event?.type === 'ack') this.accepted += 1;
				if (event?.type === 'error') this.rejected += 1;
			},
			onState: ({ name }) => {
				if (isOpen === (name === 'open')) return;
				isOpen = name === 'open';
				this.open += isOpen ? 1 : -1;
				onOpen(isOpen);
			}
		});
	}
}
