import type { ConnectionState } from '$lib/client/state.ts';
import { guestPrefix } from '$lib/protocol/name.ts';
import { privateRoom } from '$lib/protocol/room.ts';
import type { ServerEvent } from '$lib/protocol/server-event.ts';
import { perFrame } from '../per-frame.ts';
import { createRawSocket } from '../raw-socket.ts';
import { createBucket } from './bucket.ts';
import { emptyLedger, mark, maxMarks, withStatus, type Status } from './ledger.ts';
import { createPoliteSender } from './polite-sender.ts';
import { text } from './text.ts';

/** Allows 8 + 2 × 10 = 28 messages in any 10 s; the server’s default limit is 30. */
export const capacity = 8;
export const perSecond = 2;

/** One connection. The two lanes differ only in how they send. */
export class Lane {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	ledger = $state.raw(emptyLedger);
	/** The last frame in which the server reported an error, or that it is closing the connection. */
	lastError = $state('');
	/** When the server accepts messages again, in ms of `performance.now`. */
	retryAt = $state(0);
	isGuest = $state(true);

	readonly bucket = createBucket(capacity, perSecond);
	readonly #isPolite: boolean;
	readonly #polite;
	readonly #socket;
	#ledger = emptyLedger;
	#written = 0;
	// Renders once per frame, even if dozens of answers arrive at once.
	readonly #publish = perFrame(() => (this.ledger = this.#ledger));

	constructor(isPolite: boolean) {
		this.#isPolite = isPolite;
		this.#socket = createRawSocket({
			room: privateRoom('limit'),
			onFrame: (frame, event) => this.#receive(frame, event),
			onState: (state) => this.#changed(state)
		});
		this.#polite = createPoliteSender({
			bucket: this.bucket,
			isReady: () => this.connection.name === 'open',
			transmit: this.#transmit
		});
	}

	start = () => this.#socket.start();
	stop = () => this.#socket.stop();
	dispose = () => {
		this.#polite.stop();
		this.#socket.dispose();
	};

	/** Whether this many messages can be sent and shown. */
	canSend(count: number): boolean {
		const waiting = withStatus(this.ledger, 'queued', 'sent').length;
		return this.connection.name === 'open' && waiting + count <= maxMarks;
	}

	send = (count: number) => {
		for (let i = 0; i < count; i++) {
			const number = ++this.#written;
			this.#set(number, 'queued');
			if (this.#isPolite) this.#polite.add(number);
			else this.#transmit(number);
		}
	};

	readonly #transmit = (number: number) => {
		const frame = { type: 'message', text: text.line(number), clientId: `message-${number}` };
		if (this.#socket.send(JSON.stringify(frame))) this.#set(number, 'sent');
	};

	#receive(frame: string, event: ServerEvent | null) {
		if (event?.type === 'welcome') this.isGuest = event.user.startsWith(guestPrefix);
		if (event?.type === 'closing') this.lastError = frame;
		if (event?.type !== 'ack' && event?.type !== 'error') return;
		const number = Number(event.clientId?.replace('message-', ''));
		if (event.type === 'ack') return this.#set(number, 'accepted');

		this.lastError = frame;
		const waitMs = event.retryAfterMs ?? 0;
		this.retryAt = performance.now() + waitMs;
		this.#set(number, 'rejected');
		if (this.#isPolite) this.#polite.rejected(number, waitMs);
	}

	#changed(state: ConnectionState) {
		this.connection = state;
		if (state.name === 'open') return this.#polite.pump();
		// It is unknown whether messages without an answer have arrived.
		const unanswered = withStatus(this.#ledger, 'sent');
		for (const number of unanswered) this.#set(number, this.#isPolite ? 'queued' : 'lost');
		if (this.#isPolite) this.#polite.add(...unanswered);
	}

	#set(number: number, status: Status) {
		this.#ledger = mark(this.#ledger, number, status);
		this.#publish();
	}
}
