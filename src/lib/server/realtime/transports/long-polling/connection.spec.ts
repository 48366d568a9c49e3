import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newGuest } from '../../session/identity.ts';
import { PollConnection } from './connection.ts';
import { outboundBudgetBytes, stallTimeoutMs } from '../../limits.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A socket with queued bytes that nobody reads. */
function stuckSocket() {
	const socket = new Socket();
	vi.spyOn(socket, 'writableLength', 'get').mockReturnValue(1);
	return socket;
}

function answer(socket: Socket, bytes = 10) {
	const connection = new PollConnection(
		new ServerResponse(new IncomingMessage(socket)),
		newGuest()
	);
	connection.answer(Buffer.alloc(bytes));
	return connection;
}

it('a poll is closed after 30 seconds without progress, and not before [close-4408]', () => {
	const socket = stuckSocket();
	const connection = answer(socket);
	vi.advanceTimersByTime(stallTimeoutMs - 1000);
	expect([socket.destroyed, connection.closedWith]).toEqual([false, undefined]);
	vi.advanceTimersByTime(3000);
	expect([socket.destroyed, connection.closedWith]).toEqual([true, 4408]);
});

it('a poll is closed at once when the queued responses of its socket exceed 1 MiB in total', () => {
	const socket = stuckSocket();
	answer(socket, outboundBudgetBytes / 2);
	expect(answer(socket, outboundBudgetBytes / 2).closedWith).toBeUndefined();
	expect(socket.destroyed).toBe(false);
	expect(answer(socket, 1).closedWith).toBe(4408);
	expect(socket.destroyed).toBe(true);
});

it('responses that have been sent do not count as queued', () => {
	const socket = stuckSocket();
	for (let turn = 0; turn < 3; turn++) {
		const response = new ServerResponse(new IncomingMessage(socket));
		new PollConnection(response, newGuest()).answer(Buffer.alloc(outboundBudgetBytes));
		response.emit('close');
	}
	expect(socket.destroyed).toBe(false);
});
