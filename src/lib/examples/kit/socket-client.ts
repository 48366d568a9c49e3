import * as v from 'valibot';
import { createBackoff } from '../../client/backoff.ts';
import { createLifecycle } from '../../client/lifecycle.ts';
import type { ConnectionState } from '../../client/state.ts';
import { watchLiveness } from '../../client/watch-liveness.ts';
import { closeKind } from '../../protocol/close-codes.ts';

interface SocketClientOptions {
	/** Called for each attempt: returns the address, which may contain the cursor from which to resume. */
	address: () => URL;
	/** Called for each message: parsed JSON, not yet validated. */
	onMessage: (value: unknown) => void;
	onState: (state: ConnectionState) => void;
	page?: EventTarget;
}

const ClosingSchema = v.object({
	type: v.literal('closing'),
	retryAfterMs: v.optional(v.number(), 0)
});

/** A WebSocket of JSON messages that reconnects by itself: see client/lifecycle.ts. */
export function createSocketClient({
	address,
	onMessage,
	onState,
	page = window
}: SocketClientOptions) {
	let ws: WebSocket | undefined;
	let retryAfterMs = 0;
	const liveness = watchLiveness({
		ask: () => sendJson(ws, { type: 'ping' }),
		onDead: () => lifecycle.lost()
	});

	function open() {
		const socket = new WebSocket(address());
		ws = socket;
		// Events of a dropped socket may still arrive; they are ignored (W13).
		const ifCurrent =
			<E extends Event>(handler: (event: E) => void) =>
			(event: E) => {
				if (ws === socket) handler(event);
			};
		socket.onopen = ifCurrent(() => {
			liveness.start();
			lifecycle.opened();
		});
		socket.onmessage = ifCurrent(({ data }: MessageEvent<unknown>) => {
			liveness.heard();
			receive(data);
		});
		socket.onclose = ifCurrent(({ code }: CloseEvent) => {
			if (closeKind(code).reconnect) lifecycle.lost(retryAfterMs);
			else lifecycle.refused(code);
		});
	}

	function receive(data: unknown) {
		const value = parse(data);
		if (value === undefined) return;
		const closing = v.safeParse(ClosingSchema, value);
		if (closing.success) retryAfterMs = closing.output.retryAfterMs;
		else onMessage(value);
	}

	function drop() {
		liveness.stop();
		retryAfterMs = 0;
		const socket = ws;
		ws = undefined;
		socket?.close();
	}

	const lifecycle = createLifecycle({
		link: { open, drop, probe: liveness.probe },
		backoff: createBackoff(),
		onState,
		page
	});

	return {
		/** Returns false, and sends nothing, if there is no connection. */
		send: (event: object) => sendJson(ws, event),
		start: lifecycle.start,
		stop: lifecycle.stop,
		/** Simulates a lost connection. */
		interrupt: () => lifecycle.lost(),
		dispose: lifecycle.dispose
	};
}

/** Returns false, and sends nothing, if the socket is not open. */
function sendJson(socket: WebSocket | undefined, value: object): boolean {
	if (socket?.readyState !== WebSocket.OPEN) return false;
	socket.send(JSON.stringify(value));
	return true;
}

/** Undefined for invalid JSON: one malformed message must not end the connection (W6). */
function parse(data: unknown): unknown {
	try {
		return JSON.parse(String(data));
	} catch {
		return undefined;
	}
}
