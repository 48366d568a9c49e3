import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { answerMs } from './answer-ms.ts';
import type { createCore } from './core.ts';
import type { OutboxEntry } from './outbox.ts';
import type { RoomSocket, SocketIoEvent } from './socket-io-events.ts';

export interface SocketIoMessagesOptions {
	/** 現在の接続。なければ undefined */
	socket: () => RoomSocket | undefined;
	/** このモジュールを使って作られるので、必要になったときに取得する */
	core: () => Pick<ReturnType<typeof createCore<SocketIoEvent>>, 'lifecycle' | 'sender' | 'report'>;
}

/** 送信箱のメッセージを送る関数を作る */
export function createTransmit({ socket, core }: SocketIoMessagesOptions) {
	// #region send
	async function transmit({ room, text, clientId }: OutboxEntry) {
		const current = socket();
		try {
			// 応答が届くまでは、送信済みとみなさない
			const answer: unknown = await current
				?.timeout(answerMs)
				.emitWithAck('message', { room, text, clientId });
			if (socket() === current) settle(clientId, answer);
		} catch {
			// 時間内に応答がない。切断とみなして再接続し、同じ clientId で再送する
			if (socket() === current) core().lifecycle.lost();
		}
	}
	// #endregion send

	function settle(clientId: string, answer: unknown) {
		const { lifecycle, sender, report } = core();
		const ack = parseNamedEvent('ack', answer);
		const refusal = parseNamedEvent('error', answer);
		if (ack?.type === 'ack') {
			report({ ...ack, clientId });
			sender.acknowledged(clientId);
		} else if (refusal?.type === 'error') {
			sender.refused(clientId, refusal);
		} else {
			report({ type: 'unreadable' });
			lifecycle.lost();
		}
	}

	return transmit;
}
