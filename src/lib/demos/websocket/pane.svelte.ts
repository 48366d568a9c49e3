import type { OutboxEntry } from '$lib/client/outbox.ts';
import type { RoomClientEvent } from '$lib/client/room-client.ts';
import type { ConnectionState } from '$lib/client/state.ts';
import { createWebSocketClient } from '$lib/client/websocket.ts';
import { createLog, type Row } from '../log.ts';
import { perFrame } from '../per-frame.ts';
import { tracing } from '../tracing.ts';
import { text } from './text.ts';

/** 切断から再接続までの最短時間。状態の変化を確認し、切断中に書き込めるように */
const cutMs = 4_000;

/** 1人分の画面。接続は`$lib/client`に任せ、ここでは画面の状態だけを持つ */
export class Pane {
	state = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	user = $state('');
	/** ルームにいる人数。サーバーから通知されるまでは不明 */
	people = $state<number>();
	rows = $state.raw<readonly Row[]>([]);
	outbox = $state.raw<readonly OutboxEntry[]>([]);

	readonly #client;
	readonly #log = createLog();
	#wasOpen = false;

	// 1フレームに1回だけ画面へ反映する。一度に100件届いても、描画は1回で済む
	readonly #publish = perFrame(() => {
		this.rows = this.#log.rows;
		this.outbox = this.#client.outbox;
	});

	constructor(room: string) {
		const { WebSocket, onOutbox } = tracing(); // 「通信を見る」を開いている間の接続は、記録する
		this.#client = createWebSocketClient({
			room,
			WebSocket,
			onOutbox,
			onEvent: (event) => this.#receive(event)
		});
	}

	start = () => this.#client.start();
	stop = () => this.#client.stop();
	cut = () => this.#client.interrupt(cutMs);
	send = (message: string) => this.#client.send(message);
	retry = (clientId: string) => this.#client.retry(clientId);
	discard = (clientId: string) => this.#client.discard(clientId);
	dispose = () => this.#client.dispose();

	#receive(event: RoomClientEvent) {
		if (event.type === 'state') this.#changed(event.state);
		if (event.type === 'welcome') this.user = event.user;
		if (event.type === 'presence') this.people = event.count;
		if (event.type === 'message') this.#log.message(event);
		if (event.type === 'ack') this.#log.acknowledged(event.id);
		if (event.type === 'gap') this.#note(text.gap);
		if (event.type === 'hole') this.#note(text.hole(event.from, event.to));
		this.#publish();
	}

	#changed(state: ConnectionState) {
		if (this.state.name === 'open') this.#note(text.lost);
		if (state.name === 'open' && this.#wasOpen) this.#note(text.back);
		this.#wasOpen ||= state.name === 'open';
		this.state = state;
	}

	#note(notice: string) {
		this.#log.notice(notice, Date.now());
	}
}
