import type { createCore } from './core.ts';
import { publishOverHttp } from './http-publish.ts';
import type { OutboxEntry } from './outbox.ts';
import { createReader } from './reader.ts';
import type { RoomClientEvent } from './room-client.ts';

type Core = ReturnType<typeof createCore<RoomClientEvent>>;

export interface HttpRoomOptions {
	room: string;
	fetch: typeof window.fetch;
	/** The core, which is made of what this gives: asked for when it is needed. */
	core: () => Pick<Core, 'lifecycle' | 'sender' | 'report'>;
}

/** No answer for so long: nobody knows whether the message has arrived. */
const answerMs = 10_000;
/** Before a message is repeated whose fate is unknown while the room can still be read. */
const repeatMs = 1_000;

/** What the transports have in common that read over HTTP: they follow a room, and publish with POST. */
export function createHttpRoom({ room, fetch, core }: HttpRoomOptions) {
	const reader = createReader(room, (event) => core().report(event));
	let publishing: AbortController | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;

	async function transmit({ text, clientId }: OutboxEntry): Promise<void> {
		const current = new AbortController();
		publishing = current;
		const late = setTimeout(() => current.abort(), answerMs);
		const published = await publishOverHttp(
			{ room, text, clientId, signal: current.signal },
			fetch
		);
		clearTimeout(late);
		// Given up meanwhile: it is sent again, under the same clientId.
		if (publishing !== current) return;
		publishing = undefined;
		const { sender, report } = core();
		if (published.outcome === 'stored') {
			report({ type: 'ack', ...published.ack, clientId });
			sender.acknowledged(clientId);
		} else if (published.outcome === 'refused') {
			sender.refused(clientId, published.problem);
		} else {
			sender.lost();
			timer = setTimeout(() => sender.pump(), repeatMs);
		}
	}

	/** The connection is gone; what was on its way is sent again on the next one. */
	function lost() {
		clearTimeout(timer);
		const last = publishing;
		publishing = undefined;
		last?.abort();
		core().sender.lost();
	}

	/** Asks whether the server is still there: a half-open line says nothing by itself. */
	// #region ask
	async function isThere(): Promise<boolean> {
		const signal = AbortSignal.timeout(answerMs);
		const response = await fetch('/healthz', { signal, cache: 'no-store' }).catch(() => undefined);
		return response?.ok === true;
	}
	// #endregion ask

	return { reader, transmit, lost, isThere };
}
