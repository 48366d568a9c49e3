interface Received {
	data: string;
	id: string;
}

/** ロックを得た1つのタブだけがSSEに接続し、届いたデータをほかのタブにも渡す。戻り値の関数で停止する */
export function shareStream(address: string, onData: (data: string) => void): () => void {
	const channel = new BroadcastChannel(address);
	const stopping = new AbortController();
	const { signal } = stopping;
	/** 接続を引き継いだときの再開位置 */
	let after = '';

	function receive({ data, id }: Received): void {
		after = id;
		onData(data);
	}
	channel.onmessage = ({ data }: MessageEvent<Received>) => receive(data);

	/** 戻り値のPromiseが解決するまで、このタブがロックを保持する */
	function connect(): Promise<void> {
		const query = after === '' ? '' : `?after=${encodeURIComponent(after)}`;
		const source = new EventSource(address + query);
		source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
			receive({ data, id: lastEventId });
			channel.postMessage({ data, id: lastEventId } satisfies Received);
		};
		return new Promise((release) => {
			signal.addEventListener('abort', () => {
				source.close();
				release();
			});
		});
	}

	// ロックを待っている間に停止すると、AbortErrorになる
	navigator.locks.request(address, { signal }, connect).catch(() => undefined);
	return () => {
		stopping.abort();
		channel.close();
	};
}
