import { SocketIoTestClient, WebSocketTestClient } from './client.ts';
import { PollTestClient } from './poll-client.ts';
import { SseTestClient } from './sse-client.ts';

/**
 * The transports of a room and what they can do; the contract suite runs on each of them.
 * - `via`: how the messages of its clients enter
 * - `isStream`: it stays open, and begins with `welcome` and ends with `closing`
 * - `speaksAs`: its clients publish on the connection itself, under the name of its `welcome`
 * - `waitsForTicket`: who has no credentials may bring them after the connection stands
 */
export const transports = [
	{
		name: 'sse',
		via: 'http',
		isStream: true,
		speaksAs: false,
		waitsForTicket: false,
		connect: SseTestClient.connect
	},
	{
		name: 'long-polling',
		via: 'http',
		isStream: false,
		speaksAs: false,
		waitsForTicket: false,
		connect: PollTestClient.connect
	},
	{
		name: 'websocket',
		via: 'websocket',
		isStream: true,
		speaksAs: true,
		waitsForTicket: true,
		connect: WebSocketTestClient.connect
	},
	{
		name: 'socket-io',
		via: 'socket-io',
		isStream: true,
		speaksAs: true,
		waitsForTicket: false,
		connect: SocketIoTestClient.connect
	}
] as const;
