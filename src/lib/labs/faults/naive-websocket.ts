import type { Naive, Reader } from './naive.ts';

/** 閉じるたびに、一定の時間の後で開き直す。最後に受信した位置も、応答の確認もない */
export function createNaiveWebSocket({ room, line, retryMs, on }: Naive): Reader {
	let socket: WebSocket | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;

	// #region naive
	function connect() {
		const url = new URL(`/ws?room=${room}`, location.href); // afterがない
		url.protocol = url.protocol.replace('http', 'ws');
		const current = new line.WebSocket(url, 'wirelab.v1');
		socket = current;
		current.onopen = () => on.open();
		current.onmessage = ({ data }) => on.message(JSON.parse(String(data)));
		current.onclose = () => {
			if (socket !== current) return;
			on.lost();
			timer = setTimeout(connect, retryMs);
		};
	}
	// #endregion naive

	return {
		start: connect,
		stop() {
			clearTimeout(timer);
			const last = socket;
			socket = undefined;
			last?.close();
		}
	};
}
