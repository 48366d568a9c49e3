import { afterEach, expect, it, vi } from 'vitest';
import type { ConnectionState } from '../../client/state.ts';
import { createSocketClient } from './socket-client.ts';

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

/**
 * Runs a client whose server sends `closing`, and then closes with a code that allows reconnecting. Returns the messages
 * that the example received, and the last state of the client.
 */
function runUntilClosed(closing: object) {
	vi.useFakeTimers({ now: 0 });
	const socket = { onopen: vi.fn(), onmessage: vi.fn(), onclose: vi.fn(), close: vi.fn() };
	vi.stubGlobal('WebSocket', function () {
		return socket;
	});
	const received: unknown[] = [];
	let state: ConnectionState | undefined;
	const client = createSocketClient({
		address: () => new URL('ws://localhost/'),
		onMessage: (value) => received.push(value),
		onState: (now) => (state = now),
		page: new EventTarget()
	});
	client.start();
	socket.onopen(new Event('open'));
	socket.onmessage(new MessageEvent('message', { data: JSON.stringify(closing) }));
	socket.onclose(Object.assign(new Event('close'), { code: 4429 }));
	client.dispose();
	return { received, state };
}

it('reconnects no earlier than the server asks', () => {
	const { state } = runUntilClosed({ type: 'closing', code: 4429, retryAfterMs: 90_000 });
	expect(state).toMatchObject({ name: 'waiting' });
	expect(state?.name === 'waiting' && state.retryAt).toBeGreaterThanOrEqual(90_000);
});

it('does not pass a closing event to the example, and reconnects even if it names no delay', () => {
	const { received, state } = runUntilClosed({
		type: 'closing',
		code: 4429,
		reason: 'rate_limited'
	});
	expect(received).toEqual([]);
	expect(state).toMatchObject({ name: 'waiting' });
});
