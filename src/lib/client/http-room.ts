import { answerMs } from './answer-ms.ts';
import type { createCore } from './core.ts';
import { publishOverHttp } from './http-publish.ts';
import type { OutboxEntry } from './outbox.ts';
import { createReader } from './reader.ts';
import type { RoomClientEvent } from './room-client.ts';

type Core = ReturnType<typeof createCore<RoomClientEvent>>;

export interface HttpRoomOptions {
	room: string;
	fetch: typeof window.fetch;
	/** このモジュールを使って作られるので、必要になったときに取得する */
	core: () => Pick<Core, 'lifecycle' | 'sender' | 'report'>;
}

/** 受信はできるが送信の結果が不明なとき、再送するまでの時間 */
const repeatMs = 1_000;

/** HTTP で受信するトランスポートの共通処理。ルームを受信し、POST で送信する */
export function createHttpRoom({ room, fetch, core }: HttpRoomOptions) {
	const reader = createReader(room, (event) => core().report(event));
	let publishing: AbortController | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;

	async function transmit({ text, clientId }: OutboxEntry): Promise<void> {
		const current = new AbortController();
		publishing = current;
		const timeout = setTimeout(() => current.abort(), answerMs);
		const published = await publishOverHttp(
			{ room, text, clientId, signal: current.signal },
			fetch
		);
		clearTimeout(timeout);
		// 応答を待つ間に切断。同じ clientId で再送される
		if (publishing !== current) return;
		publishing = undefined;
		const { sender, report } = core();
		if (published.outcome === 'stored') {
			report({ type: 'ack', ...published.ack, clientId });
			sender.acknowledged(clientId);
		} else if (published.outcome === 'refused') {
			sender.refused(clientId, published.problem);
		} else {
			sender.lost();
			timer = setTimeout(() => sender.pump(), repeatMs);
		}
	}

	/** 切断。応答のなかったメッセージは、次の接続で再送する */
	function lost() {
		clearTimeout(timer);
		const last = publishing;
		publishing = undefined;
		last?.abort();
		core().sender.lost();
	}

	/** サーバーが応答するか確認する。ハーフオープンの接続ではイベントが発生しない */
	// #region ask
	async function isThere(): Promise<boolean> {
		const signal = AbortSignal.timeout(answerMs);
		const response = await fetch('/healthz', { signal, cache: 'no-store' }).catch(() => undefined);
		return response?.ok === true;
	}
	// #endregion ask

	/** 応答がなければ切断する。確認中に接続が替わっていたら、何もしない */
	async function probe(connection: () => unknown): Promise<void> {
		const asked = connection();
		if (!(await isThere()) && connection() === asked) core().lifecycle.lost();
	}

	return { reader, transmit, lost, isThere, probe };
}
