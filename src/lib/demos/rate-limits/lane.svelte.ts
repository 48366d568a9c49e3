import type { ConnectionState } from '$lib/client/state.ts';
import { guestPrefix } from '$lib/protocol/name.ts';
import { privateRoom } from '$lib/protocol/room.ts';
import type { ServerEvent } from '$lib/protocol/server-event.ts';
import { perFrame } from '../per-frame.ts';
import { createRawSocket } from '../raw-socket.ts';
import { createBucket } from './bucket.ts';
import { emptyLedger, mark, maxMarks, withFate, type Fate } from './ledger.ts';
import { createPoliteSender } from './polite-sender.ts';
import { text } from './text.ts';

/** このサーバーの既定の上限は10秒間に30件。どの10秒間でも 8 + 2 × 10 = 28件に収まる */
export const capacity = 8;
export const perSecond = 2;

/** 1本の接続の画面。送信の方法だけが異なる */
export class Lane {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	ledger = $state.raw(emptyLedger);
	/** サーバーのエラーのうち、最後のフレーム */
	lastError = $state('');
	/** サーバーが再試行を許可する時刻。performance.now のミリ秒 */
	retryAt = $state(0);
	isGuest = $state(true);

	readonly bucket = createBucket(capacity, perSecond);
	readonly #isPolite: boolean;
	readonly #polite;
	readonly #socket;
	#ledger = emptyLedger;
	#written = 0;
	// 応答が一度に何十件届いても、描画は1フレームに1回
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

	/** この件数を、画面に収まる範囲で送信できるか */
	canSend(count: number): boolean {
		const waiting = withFate(this.ledger, 'queued', 'sent').length;
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
		// 応答のないまま切断した。届いたかどうかは分からない
		const unanswered = withFate(this.#ledger, 'sent');
		for (const number of unanswered) this.#set(number, this.#isPolite ? 'queued' : 'lost');
		if (this.#isPolite) this.#polite.add(...unanswered);
	}

	#set(number: number, fate: Fate) {
		this.#ledger = mark(this.#ledger, number, fate);
		this.#publish();
	}
}
