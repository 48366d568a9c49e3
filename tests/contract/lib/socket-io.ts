import { randomId } from '../../../src/lib/protocol/room.ts';
import { expect } from 'vitest';
import { SocketIoTestClient } from './client.ts';
import type { Address, TestServer } from './server.ts';

type Options = ConstructorParameters<typeof SocketIoTestClient>[1];

/** Opens a connection over Engine.IO's polling, whose packets a test sends and receives itself. */
export async function openPolling({ origin }: Address) {
	const address = `${origin}/socket.io/?EIO=4&transport=polling`;
	const opened = await (await fetch(address)).text();
	const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
	const own = `${address}&sid=${sid}`;
	return {
		poll: async () => (await fetch(own)).text(),
		send: (packet: string, headers: Record<string, string> = {}) =>
			fetch(own, { method: 'POST', body: packet, headers })
	};
}

/** Socket.IO clients of a server. */
export function socketIoClients(server: TestServer) {
	const newRoom = (name = 'room') => `${name}-${randomId(8)}`;

	const connected = (options?: Options) => SocketIoTestClient.connected(server, options);

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
	async function rejection(options: Options, on = server) {
		const client = new SocketIoTestClient(on, options);
		const error = await new Promise<Error & { data?: { code?: string } }>((resolve) => {
			client.socket.on('connect_error', (...args: unknown[]) => resolve(args[0] as Error));
		});
		client.close();
		return error;
	}

	return { newRoom, connected, expectAlive, rejection };
}
