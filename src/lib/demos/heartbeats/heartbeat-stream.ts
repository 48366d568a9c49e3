/** The delay before a lost stream is reopened. */
const reopenMs = 3_000;

/**
 * Reads the event stream of a room with fetch and reports its comment lines, which an EventSource does not expose.
 * Returns a function that closes the stream.
 */
export function readComments(room: string, onComment: () => void): () => void {
	const closing = new AbortController();
	const { signal } = closing;

	async function read() {
		const response = await fetch(`/api/rooms/${room}/events`, { signal });
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		let rest = '';
		for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
			const lines = (rest + part.value).split('\n');
			rest = lines.pop() ?? ''; // an incomplete line continues in the next chunk
			for (const line of lines) if (line.startsWith(':')) onComment();
		}
	}

	async function keepReading() {
		while (!signal.aborted) {
			await read().catch(() => undefined); // lost or aborted
			await new Promise((resolve) => setTimeout(resolve, reopenMs));
		}
	}

	void keepReading();
	return () => closing.abort();
}
