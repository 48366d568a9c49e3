import { createBackoff } from './backoff.ts';

export type StreamState = 'connecting' | 'open' | 'closed';

interface StreamOptions {
	onState: (state: StreamState) => void;
	/** Called for each event without a name, with its data. */
	onMessage: (data: string) => void;
}

/**
 * Opens an event stream that reconnects after a lost connection, but does not ask for the events that it missed.
 * Returns the function that closes it.
 */
export function openEventStream(url: string, { onState, onMessage }: StreamOptions): () => void {
	const backoff = createBackoff();
	let source: EventSource;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function connect() {
		source = new EventSource(url);
		source.onopen = () => {
			onState('open');
			backoff.opened(Date.now());
		};
		source.onmessage = ({ data }: MessageEvent<string>) => onMessage(data);
		source.onerror = () => {
			onState('connecting');
			// Unless the source is closed, the browser reconnects by itself (C1).
			if (source.readyState !== EventSource.CLOSED) return;
			timer = setTimeout(connect, backoff.next(Date.now()));
		};
	}

	onState('connecting');
	connect();
	return () => {
		clearTimeout(timer);
		source.close();
		onState('closed');
	};
}
