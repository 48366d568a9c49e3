import type { ConnectionState } from '$lib/client/state.ts';
import { privateRoom } from '$lib/protocol/room.ts';
import type { ServerEvent } from '$lib/protocol/server-event.ts';
import { createRawSocket } from '../raw-socket.ts';

/** How the server has answered a frame. */
type Answered = 'accepted' | 'rejected' | 'closed';

const outcomes: Partial<Record<ServerEvent['type'], Answered>> = {
	ack: 'accepted',
	pong: 'accepted',
	// The answer to `auth` with a valid ticket.
	welcome: 'accepted',
	error: 'rejected',
	closing: 'closed'
};

/** Sends one frame at a time and keeps the server's answer to it. */
export class Exchange {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	outcome = $state<Answered | 'waiting'>();
	/** The frame with the server’s answer. */
	answer = $state('');
	/** The frame with the message as the room received it. */
	delivered = $state('');
	counts = $state.raw({ accepted: 0, rejected: 0, closed: 0 });

	readonly #socket = createRawSocket({
		room: privateRoom('typed'),
		onFrame: (frame, event) => this.#receive(frame, event),
		onState: (state) => this.#changed(state)
	});

	start = () => this.#socket.start();
	stop = () => this.#socket.stop();
	dispose = () => this.#socket.dispose();

	get canSend(): boolean {
		return this.connection.name === 'open' && this.outcome !== 'waiting';
	}

	/** Sends the text unchanged, even if the schema rejects it. */
	send(frame: string) {
		if (!this.canSend || !this.#socket.send(frame)) return;
		this.outcome = 'waiting';
		this.answer = this.delivered = '';
	}

	#receive(frame: string, event: ServerEvent | null) {
		if (event?.type === 'message') this.delivered = frame;
		const outcome = event ? outcomes[event.type] : undefined;
		// The server may close the connection after an error; the close is then the outcome.
		if (!outcome || (this.outcome !== 'waiting' && outcome !== 'closed')) return;
		this.outcome = outcome;
		this.answer = frame;
		this.counts = { ...this.counts, [outcome]: this.counts[outcome] + 1 };
	}

	#changed(state: ConnectionState) {
		this.connection = state;
		if (state.name !== 'open' && this.outcome === 'waiting') this.outcome = undefined;
	}
}
