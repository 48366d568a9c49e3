import { publishOverHttp } from '$lib/client/http-publish.ts';
import { randomId } from '$lib/protocol/room.ts';
import { text } from './text.ts';

/** The interval between messages. It keeps them below the rate limit of 30 in 10 seconds. */
const intervalMs = 500;
/** The most messages that are sent. */
const maxMessages = 400;
/** Makes messages long enough for the queue to be visible. */
const filler = '・'.repeat(500);

/** Publishes numbered messages to a room at a fixed interval. */
export class Workload {
	isLimited = $state(false);
	sent = $state(0);

	readonly #room: string;

	constructor(room: string) {
		this.#room = room;
	}

	/** Returns a function that stops the workload. */
	start(): () => void {
		const timer = setInterval(() => void this.#send(), intervalMs);
		return () => clearInterval(timer);
	}

	async #send() {
		if (this.sent >= maxMessages) return;
		const line = text.line(this.sent + 1, filler);
		const request = { room: this.#room, text: line, clientId: randomId(16) };
		const { outcome } = await publishOverHttp(request);
		this.isLimited = outcome === 'refused';
		if (outcome === 'stored') this.sent += 1;
	}
}
