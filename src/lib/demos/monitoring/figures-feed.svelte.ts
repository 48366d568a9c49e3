import { createBackoff } from '$lib/client/backoff.ts';
import { parseServerFigures, type ServerFigures } from '$lib/protocol/server-figures.ts';

/** The public figures of this server, once a second. */
export class FiguresFeed {
	state = $state<'connecting' | 'open' | 'closed'>('closed');

	readonly #onFigures: (figures: ServerFigures) => void;

	constructor(onFigures: (figures: ServerFigures) => void) {
		this.#onFigures = onFigures;
	}

	/** Opens the stream. Returns the function that closes it. */
	open(): () => void {
		const backoff = createBackoff();
		let source: EventSource;
		let timer: ReturnType<typeof setTimeout> | undefined;

		const connect = () => {
			source = new EventSource('/api/examples/dashboard/events');
			source.onopen = () => {
				this.state = 'open';
				backoff.opened(Date.now());
			};
			source.onmessage = ({ data }: MessageEvent<string>) => {
				const figures = parseServerFigures(data);
				if (figures) this.#onFigures(figures);
			};
			source.onerror = () => {
				this.state = 'connecting';
				// Otherwise the browser reconnects by itself (C1).
				if (source.readyState !== EventSource.CLOSED) return;
				timer = setTimeout(connect, backoff.next(Date.now()));
			};
		};

		this.state = 'connecting';
		connect();
		return () => {
			clearTimeout(timer);
			source.close();
			this.state = 'closed';
		};
	}
}
