// 再接続しても結果が変わらないクローズコード
const finalCodes = new Set([1000, 1008, 1009, 4400, 4401]);

/** receiveは、メッセージを表示し、そのidを返す。戻り値の関数で停止する */
export function connect(url: string, receive: (data: string) => string): () => void {
	let socket: WebSocket;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let failures = 0;
	let lastId = '';
	function open() {
		socket = new WebSocket(`${url}?after=${encodeURIComponent(lastId)}`);
		socket.onopen = () => (failures = 0);
		socket.onmessage = ({ data }) => (lastId = receive(String(data)));
		socket.onclose = ({ code }) => {
			if (finalCodes.has(code)) return;
			const limitMs = Math.min(30_000, 1000 * 2 ** failures++);
			timer = setTimeout(open, Math.random() * limitMs);
		};
	}
	open();
	return () => {
		socket.onclose = null; // 停止した後に届くcloseで再接続しない
		clearTimeout(timer);
		socket.close();
	};
}
