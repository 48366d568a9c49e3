import type { Socket } from 'socket.io-client';
import { isRoom } from '$lib/protocol/room.ts';
import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import type { ClientToServerEvents, ServerToClientEvents } from '$lib/protocol/socket-io.ts';
import type { RoomClientEvent } from './room-client.ts';
import type { createRoomSet, RoomStatus } from './room-set.ts';

/** A change of the transport: it starts as HTTP requests and becomes a WebSocket where that works. */
export interface TransportStep {
	step: 'open' | 'upgrading' | 'upgraded' | 'upgrade-failed';
	/** `polling`, `websocket` or `webtransport`. */
	transport: string;
}

export type SocketIoEvent =
	| RoomClientEvent
	| ({ type: 'transport' } & TransportStep)
	| { type: 'room'; room: string; status: RoomStatus }
	| { type: 'user-joined' | 'user-left'; room: string; user: string };

// The server must not rely on the acknowledgement callback, so there it is optional. This client always
// passes one, and `emitWithAck` and `timeout` infer its type only from a required parameter.
type AcknowledgedEvents = {
	[Event in keyof ClientToServerEvents]: (
		...args: Required<Parameters<ClientToServerEvents[Event]>>
	) => void;
};

export type RoomSocket = Socket<ServerToClientEvents, AcknowledgedEvents>;

interface Listener {
	rooms: Pick<ReturnType<typeof createRoomSet>, 'joined'>;
	report: (event: SocketIoEvent) => void;
}

/** Reports what arrives on a connection for joined rooms, and how its transport changes. */
export function reportEvents(socket: RoomSocket, { rooms, report }: Listener): void {
	const { engine } = socket.io;
	// A connection that is closed during its upgrade completes the upgrade first. Its steps are then of no interest.
	const step = (name: TransportStep['step'], transport: string) => {
		if (socket.active) report({ type: 'transport', step: name, transport });
	};
	engine.on('open', () => step('open', engine.transport.name));
	engine.on('upgrading', ({ name }) => step('upgrading', name));
	engine.on('upgrade', ({ name }) => step('upgraded', name));
	engine.on('upgradeError', () => step('upgrade-failed', engine.transport.name));

	socket.on('message', (data) => receive('message', data));
	socket.on('gap', (data) => receive('gap', data));
	socket.on('presence', (data) => receive('presence', data));
	socket.on('user-joined', (data) => receiveUser('user-joined', data));
	socket.on('user-left', (data) => receiveUser('user-left', data));

	function receive(type: 'message' | 'gap' | 'presence', data: unknown) {
		const event = parseNamedEvent(type, data);
		if (!event || !('room' in event)) return report({ type: 'unreadable' });
		rooms.joined(event.room)?.reader.receive(event);
	}

	function receiveUser(type: 'user-joined' | 'user-left', data: unknown) {
		const { room, user } = Object(data) as { room?: unknown; user?: unknown };
		if (!isRoom(room) || typeof user !== 'string') return report({ type: 'unreadable' });
		if (rooms.joined(room)) report({ type, room, user });
	}
}
