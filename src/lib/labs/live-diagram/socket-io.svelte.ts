import { io, type Socket } from 'socket.io-client';
import { privateRoom, randomId } from '$lib/protocol/room.ts';
import type { Action, Driver, DriverOptions } from './driver.ts';
import { text } from './text.ts';

/** A Socket.IO client in a private room, with another client that is not recorded. */
export class SocketIoDriver implements Driver {
	isOpen = $state(false);
	readonly #options: DriverOptions;
	readonly #room = privateRoom('diagram');
	readonly #other: Socket;
	#socket: Socket | undefined;

	constructor(options: DriverOptions) {
		const { mark } = options;
		this.#options = options;
		this.#other = connect({});
		this.#other.on('user-joined', () => mark('other:user-joined'));
		this.#other.on('message', () => mark('other:message'));
		this.#other.on('user-left', () => mark('other:user-left'));
		// The other client joins first, so that it receives `user-joined`.
		this.#other.on('connect', () => {
			this.#other.emit('join-room', { room: this.#room }, () => this.#open());
		});
	}

	get actions(): Action[] {
		const isPossible = this.isOpen;
		return [
			{ label: text.send, run: () => this.#send(), isPossible },
			{ label: text.leave, run: () => this.#leave(), isPossible }
		];
	}

	close(): void {
		this.isOpen = false;
		this.#socket?.disconnect();
		this.#other.disconnect();
	}

	#open(): void {
		const { trace, mark } = this.#options;
		mark('browser:new');
		const socket = connect({ trace });
		this.#socket = socket;
		socket.on('connect', () => {
			socket.emit('join-room', { room: this.#room }, () => (this.isOpen = true));
		});
		socket.on('disconnect', () => (this.isOpen = false));
	}

	#send(): void {
		const message = { room: this.#room, text: text.hello, clientId: randomId(20) };
		this.#socket?.emit('message', message, () => undefined);
	}

	#leave(): void {
		this.isOpen = false;
		this.#socket?.emit('leave-room', { room: this.#room }, () => this.#socket?.disconnect());
	}
}

/** Opens a separate connection: by default both clients would share one, and the trace would record both. */
function connect(query: Record<string, string>): Socket {
	return io({ query, forceNew: true, transports: ['websocket'], reconnection: false });
}
