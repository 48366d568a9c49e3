import type { createCore } from './core.ts';
import { publishOverHttp } from './http-publish.ts';
import type { OutboxEntry } from './outbox.ts';
import { createReader } from './reader.ts';
import type { RoomClientEvent } from './room-client.ts';

type Core = ReturnType<typeof createCore<RoomClientEvent>>;

export interface HttpRoomOptions {
	room: string;
	fetch: typeof window.fetch;
	/** この部品を使って作られるので、必要になったときに受け取る */
	core: () => Pick<Core, 'lifecycle' | 'sender' | 'report'>;
}

/** この時間で返事がなければ、届いたかどうか分からない */
const answerMs = 10_000;
/** 部屋は読めるのに送れたか分からないとき、送り直すまでの時間 */
const repeatMs = 1_000;

/** HTTP で読む方式に共通の部品。部屋を追い、POST で送る */
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
		// 待つ間に切れた。同じ clientId で送り直される
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

	/** 切れた。返事のなかったものは、次の接続で送り直す */
	function lost() {
		clearTimeout(timer);
		const last = publishing;
		publishing = undefined;
		last?.abort();
		core().sender.lost();
	}

	/** サーバーがまだ答えるか。片側だけ開いた接続は、自分からは何も言わない */
	// #region ask
	async function isThere(): Promise<boolean> {
		const signal = AbortSignal.timeout(answerMs);
		const response = await fetch('/healthz', { signal, cache: 'no-store' }).catch(() => undefined);
		return response?.ok === true;
	}
	// #endregion ask

	/** 答えがなければ、接続を終える。尋ねる間に接続が替わっていたら、何もしない */
	async function probe(connection: () => unknown): Promise<void> {
		const asked = connection();
		if (!(await isThere()) && connection() === asked) core().lifecycle.lost();
	}

	return { reader, transmit, lost, isThere, probe };
}
