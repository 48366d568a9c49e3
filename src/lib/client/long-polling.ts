import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { createCore, type ClientOptions } from './core.ts';
import { refusalOf } from './http-refusal.ts';
import { createHttpRoom } from './http-room.ts';
import type { RoomClient, RoomClientEvent } from './room-client.ts';

export interface LongPollingClientOptions extends ClientOptions<RoomClientEvent> {
	room: string;
	/** The browser's own unless a test puts another one here. */
	fetch?: typeof window.fetch;
}

/** The body of an answer, as far as it has been looked at. */
interface Answer {
	messages?: unknown;
	cursor?: unknown;
	gap?: unknown;
}

/** The server answers after 25 s at the latest; what takes longer will not come. */
const answerMs = 35_000;
/** A place of no room: the answer comes at once, and says where the room stands. */
const nowhere = 'none.0';
/** An answer with so many messages may not be the last. */
const answerLength = 100;

/**
 * One room over long polling, with reconnection, resuming and outbox. Browser only.
 *
 * Before anything else it asks where the room stands. A first request that waits "for the next message"
 * would do as long as nothing breaks; if the line broke before its answer, nobody would know from where
 * to go on.
 */
export function createLongPollingClient({
	room,
	fetch = window.fetch.bind(window),
	...options
}: LongPollingClientOptions): RoomClient {
	const shared = createHttpRoom({ room, fetch, core: () => ({ lifecycle, sender, report }) });
	const { reader } = shared;
	let polling: AbortController | undefined;
	let cursor: string | undefined;

	// #region connect
	async function open() {
		const current = new AbortController();
		polling = current;
		const isOver = () => polling !== current;

		// 待つあいだは返事が来ないので、つながったことを先に確かめる
		if (!(await shared.isThere())) return isOver() ? undefined : lifecycle.lost();
		if (isOver()) return;
		cursor ??= await begin(current);
		if (isOver() || cursor === undefined) return;
		lifecycle.opened();
		sender.pump();

		// 返事が来たら、その続きからもう一度。一度に2本は送らない
		while (!isOver()) {
			const answer = await poll(cursor, current);
			if (isOver() || answer === undefined) return;
			const gap = parseNamedEvent('gap', answer.gap);
			if (gap) reader.receive(gap);
			for (const message of list(answer.messages))
				reader.receive(parseNamedEvent('message', message));
			if (typeof answer.cursor === 'string') cursor = answer.cursor;
		}
	}

	function drop() {
		const last = polling;
		polling = undefined;
		last?.abort();
		shared.lost();
	}
	// #endregion connect

	/** Where the room stands; undefined if that could not be learned. */
	async function begin(current: AbortController): Promise<string | undefined> {
		for (let place = nowhere; ;) {
			const answer = await poll(place, current);
			if (answer === undefined || typeof answer.cursor !== 'string') return undefined;
			if (list(answer.messages).length < answerLength) return answer.cursor;
			place = answer.cursor;
		}
	}

	/** One request. Undefined: it has failed, and the lifecycle knows. */
	async function poll(after: string, current: AbortController): Promise<Answer | undefined> {
		const signal = AbortSignal.any([current.signal, AbortSignal.timeout(answerMs)]);
		const url = `/api/rooms/${room}/poll?after=${encodeURIComponent(after)}`;
		try {
			const response = await fetch(url, { signal });
			if (response.status === 200) return Object(await response.json()) as Answer;
			const { isFinal, code, retryAfterMs } = await refusalOf(response);
			if (polling !== current) return undefined;
			if (isFinal) lifecycle.refused(code);
			else lifecycle.lost(retryAfterMs);
		} catch {
			if (polling === current) lifecycle.lost();
		}
		return undefined;
	}

	async function probe() {
		const asked = polling;
		const isThere = await shared.isThere();
		if (!isThere && polling === asked) lifecycle.lost();
	}

	const { client, lifecycle, sender, report, send } = createCore<RoomClientEvent>(options, {
		link: { open: () => void open(), drop, probe: () => void probe() },
		ready: (): boolean => lifecycle.state.name === 'open',
		transmit: (entry) => void shared.transmit(entry)
	});

	return Object.assign(client, { send: (text: string) => send(room, text) });
}

function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
