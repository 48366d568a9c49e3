import { randomId } from '../../../src/lib/protocol/room.ts';
import { expect } from 'vitest';
import { SocketIoTestClient } from './client.ts';
import type { TestServer } from './server.ts';
import { until } from './wait.ts';

type Options = ConstructorParameters<typeof SocketIoTestClient>[1];

/** Socket.IO clients of a server that is available while tests run. */
export function socketIoClients(server: () => TestServer) {
	const newRoom = (name = 'room') => `${name}-${randomId(8)}`;

	async function connected(options: Options = {}) {
		const client = new SocketIoTestClient(server(), options);
		await until(() => client.socket.connected, 'the connection');
		return client;
	}

	/** Checks that the server still serves others, after invalid input. */
	async function expectAlive() {
		const client = await connected();
		const room = newRoom();
		expect(await client.ask('join-room', { room })).toMatchObject({ ok: true });
		const answer = await client.ask('message', { room, text: 'alive' });
		expect(answer).toMatchObject({ ok: true, seq: 1 });
		client.close();
	}

	/** The connect_error that a rejected client gets. */
	async function rejection(options: Options, on = server()) {
		const client = new SocketIoTestClient(on, options);
		const error = await new Promise<Error & { data?: { code?: string } }>((resolve) => {
			client.socket.on('connect_error', (...args: unknown[]) => resolve(args[0] as Error));
		});
		client.close();
		return error;
	}

	return { newRoom, connected, expectAlive, rejection };
}
