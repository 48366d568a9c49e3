import { closeKind } from '$lib/protocol/close-codes.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { createCore, type ClientOptions } from './core.ts';
import { findRefusal } from './http-refusal.ts';
import { createHttpRoom } from './http-room.ts';
import type { RoomClient, RoomClientEvent } from './room-client.ts';

export interface SseClientOptions extends ClientOptions<RoomClientEvent> {
	room: string;
	/** テストのほかは、ブラウザーのもの */
	EventSource?: typeof window.EventSource;
	fetch?: typeof window.fetch;
}

const events = ['welcome', 'gap', 'message', 'presence'] as const;

/**
 * SSE で1つの部屋につながる。つなぎ直し、続きから受け取り、送れなかったものを預かる。
 *
 * EventSource は自分でつなぎ直すが、いつかは分からず、すぐに試すようにも頼めず、200 以外の応答では
 * 二度と試さない。そこで1つの接続ごとに作り、エラーが起きたら閉じて、共通の lifecycle が最後の id の
 * 続きから次を開く。サーバーの心拍はコメントなので、ページからは見えない。黙って切れた接続には、
 * ページがまた表示されたときか、ネットワークが変わったときに、サーバーへ尋ねて気付く
 */
export function createSseClient({
	room,
	EventSource = window.EventSource,
	fetch = window.fetch.bind(window),
	...options
}: SseClientOptions): RoomClient {
	const http = createHttpRoom({ room, fetch, core: () => ({ lifecycle, sender, report }) });
	const { reader } = http;
	let source: EventSource | undefined;

	// #region connect
	function open() {
		const { cursor } = reader;
		const after = cursor === undefined ? '' : `?after=${encodeURIComponent(cursor)}`;
		const url = `/api/rooms/${room}/events${after}`;
		const current = new EventSource(url);
		source = current;
		let closing: ReturnType<typeof parseNamedEvent> = null;

		for (const type of events) {
			current.addEventListener(type, ({ data }) => {
				if (source !== current) return; // 手放した接続からは、もう何も受け取らない
				const event = parseNamedEvent(type, data);
				if (event?.type === 'welcome') lifecycle.opened();
				reader.receive(event);
				if (event?.type === 'welcome') sender.pump();
			});
		}
		current.addEventListener('closing', ({ data }) => (closing = parseNamedEvent('closing', data)));

		// ブラウザーの再接続には任せず、待ち時間を画面に出せる方法でつなぎ直す
		current.onerror = () => {
			if (source !== current) return;
			if (closing?.type !== 'closing') void explain(current, url);
			else if (closeKind(closing.code).reconnect) lifecycle.lost(closing.retryAfterMs);
			else lifecycle.refused(closing.code);
		};
	}

	/** 断られた理由は、EventSource からは見えない。同じアドレスに一度だけ尋ねる */
	async function explain(current: EventSource, url: string) {
		current.close();
		const refusal = lifecycle.state.name === 'open' ? undefined : await findRefusal(url, fetch);
		if (source !== current) return;
		if (refusal?.isFinal) lifecycle.refused(refusal.code);
		else lifecycle.lost(refusal?.retryAfterMs);
	}

	function drop() {
		const last = source;
		source = undefined;
		last?.close();
		http.lost();
	}
	// #endregion connect

	const { client, lifecycle, sender, report, send } = createCore<RoomClientEvent>(options, {
		link: { open, drop, probe: () => void http.probe(() => source) },
		ready: (): boolean => lifecycle.state.name === 'open',
		transmit: (entry) => void http.transmit(entry)
	});

	return Object.assign(client, { send: (text: string) => send(room, text) });
}
