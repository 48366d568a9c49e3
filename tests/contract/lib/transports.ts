import { SocketIoTestClient, WebSocketTestClient } from './client.ts';
import { PollTestClient } from './poll-client.ts';
import { SseTestClient } from './sse-client.ts';

/**
 * The transports of a room and their capabilities. The contract suite runs on each of them.
 * - `via`: how its clients publish
 * - `isStream`: its connections stay open, start with `welcome` and end with `closing`
 * - `publishesItself`: its clients publish on the connection itself, under the user name in its `welcome`
 * - `acceptsLateAuth`: clients may send a ticket after the connection has opened
 */
export const transports = [
	{
		name: 'sse',
		via: 'http',
		isStream: true,
		publishesItself: false,
		acceptsLateAuth: false,
		connect: SseTestClient.connect
	},
	{
		name: 'long-polling',
		via: 'http',
		isStream: false,
		publishesItself: false,
		acceptsLateAuth: false,
		connect: PollTestClient.connect
	},
	{
		name: 'websocket',
		via: 'websocket',
		isStream: true,
		publishesItself: true,
		acceptsLateAuth: true,
		connect: WebSocketTestClient.connect
	},
	{
		name: 'socket-io',
		via: 'socket-io',
		isStream: true,
		publishesItself: true,
		acceptsLateAuth: false,
		connect: SocketIoTestClient.connect
	}
] as const;
