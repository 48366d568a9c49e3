import type { Naive, Reader } from './naive.ts';

/** エラーのたびに、新しいEventSourceを開く。最後に受信した位置は使わない */
export function createNaiveSse({ room, line, retryMs, on }: Naive): Reader {
	let source: EventSource | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;

	// #region naive
	function connect() {
		const current = new line.EventSource(`/api/rooms/${room}/events`); // afterがない
		source = current;
		current.onopen = () => on.open();
		current.addEventListener('message', ({ data }) => on.message(JSON.parse(String(data))));
		current.onerror = () => {
			current.close(); // ブラウザーの自動再接続と、Last-Event-IDを使わない
			on.lost();
			timer = setTimeout(connect, retryMs);
		};
	}
	// #endregion naive

	return {
		start: connect,
		stop() {
			clearTimeout(timer);
			source?.close();
		}
	};
}
