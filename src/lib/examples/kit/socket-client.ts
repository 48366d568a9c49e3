import * as v from 'valibot';
import { createBackoff } from '../../client/backoff.ts';
import { createLifecycle } from '../../client/lifecycle.ts';
import { createLiveness } from '../../client/liveness.ts';
import type { ConnectionState } from '../../client/state.ts';
import { closeKind } from '../../protocol/close-codes.ts';

export interface SocketClientOptions {
	/** Where to connect, asked for each time: it may hold the place from which to go on. */
	address: () => URL;
	/** Each message, as JSON and not yet checked. */
	onMessage: (value: unknown) => void;
	onState: (state: ConnectionState) => void;
	page?: EventTarget;
}

const beatMs = 5_000;

const ClosingSchema = v.object({
	type: v.literal('closing'),
	retryAfterMs: v.optional(v.number(), 0)
});

/** A WebSocket of JSON messages that comes back by itself: see client/lifecycle.ts. */
export function createSocketClient({
	address,
	onMessage,
	onState,
	page = window
}: SocketClientOptions) {
	let ws: WebSocket | undefined;
	let beat: ReturnType<typeof setInterval> | undefined;
	let retryAfterMs = 0;
	const liveness = createLiveness();

	function open() {
		const socket = new WebSocket(address());
		ws = socket;
		// A socket that was given up may still speak; what it says is no longer ours (W13).
		const mine =
			(handler: (event: MessageEvent | CloseEvent | Event) => void) => (event: Event) => {
				if (ws === socket) handler(event);
			};
		socket.onopen = mine(() => {
			liveness.heard(Date.now());
			beat = setInterval(ask, beatMs);
			lifecycle.opened();
		});
		socket.onmessage = mine((event) => {
			liveness.heard(Date.now());
			hear((event as MessageEvent<unknown>).data);
		});
		socket.onclose = mine((event) => {
			const { code } = event as CloseEvent;
			if (closeKind(code).reconnect) lifecycle.lost(retryAfterMs);
			else lifecycle.refused(code);
		});
	}

	function hear(data: unknown) {
		let value: unknown;
		try {
			value = JSON.parse(String(data));
		} catch {
			return; // one unreadable message must not end the rest (W6)
		}
		const closing = v.safeParse(ClosingSchema, value);
		if (closing.success) retryAfterMs = closing.output.retryAfterMs;
		else onMessage(value);
	}

	/** Asks after a silence whether the other side is still there: a half-open socket never says so. */
	function ask() {
		const verdict = liveness.verdict(Date.now());
		if (verdict === 'dead') lifecycle.lost();
		else if (verdict === 'ask') probe();
	}

	function probe() {
		liveness.asked(Date.now());
		send({ type: 'ping' });
	}

	function drop() {
		clearInterval(beat);
		retryAfterMs = 0;
		const socket = ws;
		ws = undefined;
		socket?.close();
	}

	/** False while there is no connection: nothing has been sent. */
	function send(event: object): boolean {
		if (ws?.readyState !== WebSocket.OPEN) return false;
		ws.send(JSON.stringify(event));
		return true;
	}

	const lifecycle = createLifecycle({
		link: { open, drop, probe },
		backoff: createBackoff(),
		onState,
		page
	});

	return {
		send,
		start: lifecycle.start,
		stop: lifecycle.stop,
		/** Breaks the connection off, as a bad line would. */
		interrupt: () => lifecycle.lost(),
		dispose: lifecycle.dispose
	};
}
