import { createBackoff } from '$lib/client/backoff.ts';
import type { RoomClientEvent } from '$lib/client/room-client.ts';
import type { SocketIoEvent } from '$lib/client/socket-io.ts';
import type { Line } from './line.ts';

/** What a robust client gets. */
export interface Robust {
	room: string;
	line: Line;
	onEvent: (event: RoomClientEvent | SocketIoEvent) => void;
}

/** The intervals at which a silent connection is checked, shorter than by default, so that a run is short. */
export const liveness = { quietMs: 1_500, answerMs: 1_500, checkMs: 500 };
/** The delays before a robust client reconnects, shorter than by default. */
export const quickBackoff = () => createBackoff({ baseMs: 800, capMs: 800 });
