import type { RoomClientEvent } from '$lib/client/room-client.ts';
import type { ConnectionState } from '$lib/client/state.ts';
import { createWebSocketClient } from '$lib/client/websocket.ts';
import type { Message } from '$lib/protocol/message.ts';
import { privateRoom } from '$lib/protocol/room.ts';
import { parseServerEvent, type ServerEvent } from '$lib/protocol/server-event.ts';
import { causeFault } from '../own-connection.ts';
import { addRow, type TimelineRow } from '../timeline.ts';
import { watchedSocket, type Frame } from '../watched-socket.ts';
import { createFreshIdSender } from './fresh-id-sender.ts';
import { text } from './text.ts';

export type LaneName = keyof typeof text.lanes;

/** 再接続までの時間。切断中の状態を確認できるように、一定にする */
export const reconnectMs = 1_500;
/** ルームの履歴に表示する数 */
const shownMessages = 2;
const fixedBackoff = { opened: () => {}, next: () => reconnectMs };

/** 1つのルームに、1つの接続で送信する。もう1つの接続で、ルームに記録されたメッセージを確認する */
export class Lane {
	readonly name: LaneName;
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	rows = $state.raw<readonly TimelineRow[]>([]);
	/** ユーザーが書いた数、送信したフレームの数、ルームに記録された数 */
	written = $state(0);
	sent = $state(0);
	stored = $state(0);
	/** 記録されたメッセージのうち、新しいもの */
	newest = $state.raw<readonly Message[]>([]);
	/** 最後の再送の結果 */
	outcome = $state('');
	/** 応答を失わせてから、再送の応答が届くまで */
	isBusy = $state(false);

	readonly #room = privateRoom('delivery');
	readonly #observer;
	readonly #sender;
	/** 現在の接続の名前 */
	#current = '';
	#isLosing = false;
	/** 応答を失ったメッセージの番号 */
	#lostSeq = 0;

	constructor(name: LaneName) {
		this.name = name;
		const WebSocket = watchedSocket({
			opening: (connection) => (this.#current = connection),
			frame: (frame) => this.#record(frame)
		});
		const onState = (state: ConnectionState) => this.#changed(state);
		const room = this.#room;
		this.#observer = createWebSocketClient({ room, onEvent: (event) => this.#observe(event) });
		this.#sender =
			name === 'fresh'
				? createFreshIdSender({ room, WebSocket, retryMs: reconnectMs, onState })
				: createWebSocketClient({
						...{ room, WebSocket, backoff: fixedBackoff },
						onEvent: (event) => {
							if (event.type === 'state') onState(event.state);
						}
					});
	}

	start = () => {
		this.#observer.start();
		this.#sender.start();
	};

	stop = () => {
		this.#isLosing = false;
		this.isBusy = false;
		this.#observer.stop();
		this.#sender.stop();
	};

	dispose = () => {
		this.#observer.dispose();
		this.#sender.dispose();
	};

	// #region lose
	/** メッセージを送信し、応答を失わせる。サーバーで障害を起こせなければ false */
	async loseAck(message: string): Promise<boolean> {
		if (this.isBusy) return true;
		this.isBusy = true;
		// この接続に送るデータを、サーバーにためる。ackも届かない
		this.#isLosing = (await causeFault(this.#current, 'hold')) !== null;
		if (!this.#isLosing) {
			this.isBusy = false;
			return false;
		}
		this.written += 1;
		this.outcome = '';
		this.#sender.send(message);
		return true;
	}

	#observe(event: RoomClientEvent) {
		if (event.type !== 'message') return;
		this.stored += 1;
		this.newest = [...this.newest, event].slice(-shownMessages);
		if (!this.#isLosing) return;
		this.#lostSeq = event.seq;
		void this.#cut();
	}

	/** ほかの接続に届いたので、記録は済んでいる。ackをためたまま切断する */
	async #cut() {
		this.#isLosing = false;
		const report = await causeFault(this.#current, 'cut');
		if (report) this.#note(text.cut(report.queuedBytes));
	}
	// #endregion lose

	#changed(state: ConnectionState) {
		if (state.name === 'open' && this.connection.name !== 'open' && this.isBusy)
			this.#note(text.again);
		this.connection = state;
	}

	#record({ direction, json }: Frame) {
		// ルームの参加者の通知などは省き、clientIdを含むものだけを表示する
		if (!json.includes('"clientId"')) return;
		if (direction === 'sent') this.sent += 1;
		this.rows = addRow(this.rows, { at: Date.now(), kind: direction, text: json });
		const event = direction === 'received' ? parseServerEvent(json) : null;
		if (event?.type === 'ack') this.#acknowledged(event);
	}

	#acknowledged({ seq }: Extract<ServerEvent, { type: 'ack' }>) {
		this.isBusy = false;
		const isRepeated = seq === this.#lostSeq;
		this.outcome = isRepeated ? text.repeated(seq) : text.duplicated(seq);
	}

	#note(note: string) {
		this.rows = addRow(this.rows, { at: Date.now(), kind: 'note', text: note });
	}
}
