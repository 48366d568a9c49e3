import * as v from 'valibot';
import { createSocketClient } from '../kit/socket-client.ts';
import { Knock, maxOpen, socketAddress, step } from './protocol.ts';

/** ユーザーが開く接続と、送信するメッセージ */
export class Load {
	open = $state(0);
	answered = $state(0);

	readonly #clients: ReturnType<typeof createSocketClient>[] = [];
	#number = 0;

	get isFull(): boolean {
		return this.#clients.length >= maxOpen;
	}

	more = () => {
		for (let i = 0; i < step && !this.isFull; i++) {
			let isOpen = false;
			const client = createSocketClient({
				address: () => socketAddress(location.href),
				onMessage: (value) => {
					if (v.is(Knock, value)) this.answered += 1;
				},
				onState: ({ name }) => {
					if (isOpen === (name === 'open')) return;
					isOpen = name === 'open';
					this.open += isOpen ? 1 : -1;
				}
			});
			client.start();
			this.#clients.push(client);
		}
	};

	/** 開いている接続のそれぞれから、1件ずつ送る */
	send = () => {
		for (const client of this.#clients) client.send({ type: 'knock', number: ++this.#number });
	};

	stop = () => {
		for (const client of this.#clients.splice(0)) client.dispose();
		this.open = 0;
	};
}
