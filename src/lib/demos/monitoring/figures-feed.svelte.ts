import { openEventStream, type StreamState } from '$lib/client/event-stream.ts';
import { parseServerFigures, type ServerFigures } from '$lib/protocol/server-figures.ts';

/** The public figures of this server, once a second. */
export class FiguresFeed {
	state = $state<StreamState>('closed');

	readonly #onFigures: (figures: ServerFigures) => void;

	constructor(onFigures: (figures: ServerFigures) => void) {
		this.#onFigures = onFigures;
	}

	/** Opens the stream. Returns the function that closes it. */
	open(): () => void {
		return openEventStream('/api/examples/dashboard/events', {
			onState: (state) => (this.state = state),
			onMessage: (data) => {
				const figures = parseServerFigures(data);
				if (figures) this.#onFigures(figures);
			}
		});
	}
}
