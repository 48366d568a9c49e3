const heartbeatMs = 15_000;
const comment = new TextEncoder().encode(': heartbeat\n\n');

/** コメント行を定期的に書く。EventSource のイベントにはならない。戻り値は停止する関数 */
export function startSseHeartbeat(
	controller: ReadableStreamDefaultController<Uint8Array>
): () => void {
	const timer = setInterval(() => controller.enqueue(comment), heartbeatMs);
	return () => clearInterval(timer);
}
