import { afterEach, beforeEach } from 'vitest';
import type { OpenSocket, SocketHandler } from '../../../src/lib/server/examples/sockets.ts';
import { createPlace } from '../../../src/lib/examples/websocket/operator.server.ts';
import type { ServerEvent } from '../../../src/lib/examples/websocket/protocol.ts';
import { serve } from '../../../src/lib/examples/websocket/socket.server.ts';
import { randomId } from '../../../src/lib/protocol/room.ts';
import type { Instances } from '../../contract/lib/brokers.ts';
import type { TestServer } from '../../contract/lib/server.ts';

type Entry = Extract<ServerEvent, { type: 'entry' }>['entry'];

interface Joining {
	key?: string;
	after?: string | null;
	operator?: string | null;
}

/** Joins a room over a test socket. Without a name it sends no `hello`. */
export async function joinRoom(
	server: OpenSocket,
	room: string,
	name: string | null,
	{ key = randomId(24), after = null, operator = null }: Joining = {}
) {
	const received: ServerEvent[] = [];
	const closings: number[] = [];
	const socket = {
		send: (event: object) => void received.push(event as ServerEvent),
		sendText: (json: string) => void received.push(JSON.parse(json) as ServerEvent),
		close: (code: number) => void closings.push(code)
	};
	const handler = await server(socket, new URLSearchParams({ room }));
	const hello = (name: string) => handler.message({ type: 'hello', key, name, after, operator });
	if (name !== null) await hello(name);
	const all = <T extends ServerEvent['type']>(type: T) =>
		received.filter((event): event is Extract<ServerEvent, { type: T }> => event.type === type);
	const say = (text: string, room = 'general', clientId = randomId(16)) =>
		handler.message({ type: 'say', clientId, room, text });
	const entries = (): Entry[] => all('entry').map(({ entry }) => entry);
	const texts = () =>
		entries().flatMap(({ data }) => (data.type === 'said' ? [`${data.name}: ${data.text}`] : []));
	const people = () => all('people').at(-1)?.people ?? [];
	const named = (wanted: string) => people().find((person) => person.name === wanted);
	return { handler, key, received, closings, hello, all, say, entries, texts, people, named };
}

/** Creates a chat room for each test, which people can join on either server. */
export function chatOn(instances: Instances) {
	let place: { room: string; operator: string };
	/** The clock of the rate limits, in ms; only `advanceClock` changes it. */
	let now = 0;
	const open: SocketHandler[] = [];
	let servers = new Map<TestServer, OpenSocket>();
	beforeEach(() => {
		place = createPlace(instances.first.realtime.examples);
		servers = new Map();
	});
	afterEach(() => {
		for (const handler of open.splice(0)) handler.closed();
	});

	function server(of: TestServer): OpenSocket {
		const known = servers.get(of) ?? lateServer(of);
		servers.set(of, known);
		return known;
	}

	/** An additional instance that has not opened the room yet. */
	function lateServer(of: TestServer): OpenSocket {
		return serve(of.realtime.examples, () => now);
	}

	const join = (of: TestServer, name: string | null, joining?: Joining) =>
		joinOn(server(of), name, joining);

	async function joinOn(server: OpenSocket, name: string | null, joining?: Joining) {
		const person = await joinRoom(server, place.room, name, joining);
		open.push(person.handler);
		return person;
	}

	return {
		join,
		joinOn,
		lateServer,
		operatorKey: () => place.operator,
		roomName: () => place.room,
		advanceClock: (ms: number) => (now += ms)
	};
}
