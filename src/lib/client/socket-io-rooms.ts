import { parseNamedEvent } from '$lib/protocol/server-event.ts';
import { answerMs } from './answer-ms.ts';
import { createRoomSet, type Membership } from './room-set.ts';
import type { RoomSocket, SocketIoEvent } from './socket-io-events.ts';

export interface SocketIoRoomsOptions {
	/** The current socket; undefined while there is none. */
	socket: () => RoomSocket | undefined;
	report: (event: SocketIoEvent) => void;
	/** Called when a room has been joined: messages for it can be sent. */
	onJoined: () => void;
	/** Called when a request had no answer. The server may have acted on it, so the connection has to be replaced. */
	onTimeout: () => void;
}

/** The rooms of a Socket.IO client: joins them, leaves them, and joins them again after a reconnection. */
export class SocketIoRooms {
	readonly #options: SocketIoRoomsOptions;
	readonly #rooms: ReturnType<typeof createRoomSet>;
	/** Rooms still to be joined. The server limits joins, so they are requested one after the other. */
	readonly #queue = new Set<string>();
	#isJoining = false;
	#retryTimer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: SocketIoRoomsOptions) {
		this.#options = options;
		this.#rooms = createRoomSet(options.report);
	}

	joined(room: string): Membership | undefined {
		return this.#rooms.joined(room);
	}

	join(room: string): void {
		if (!this.#rooms.add(room)) return;
		this.#options.report({ type: 'room', room, status: 'waiting' });
		this.#enqueue(room);
	}

	leave(room: string): void {
		if (!this.#rooms.remove(room)) return;
		this.#options.report({ type: 'room', room, status: 'left' });
		const socket = this.#options.socket();
		if (socket?.connected) this.#requestLeave(room, socket);
	}

	/** Joins all rooms on a new connection. */
	connected(): void {
		for (const room of this.#rooms.names()) this.#enqueue(room);
	}

	disconnected(): void {
		clearTimeout(this.#retryTimer);
		this.#queue.clear();
		this.#isJoining = false;
		for (const room of this.#rooms.disconnected()) {
			this.#options.report({ type: 'room', room, status: 'waiting' });
		}
	}

	#enqueue(room: string): void {
		this.#queue.add(room);
		this.#joinNext();
	}

	#joinNext(): void {
		const socket = this.#options.socket();
		if (this.#isJoining || !socket?.connected) return;
		const [room] = this.#queue;
		if (room === undefined) return;
		this.#queue.delete(room);
		const membership = this.#rooms.get(room);
		if (!membership) return this.#joinNext();
		this.#isJoining = true;
		this.#requestJoin(membership, socket);
	}

	#requestJoin(membership: Membership, socket: RoomSocket): void {
		const { room, reader } = membership;
		const join = reader.cursor === undefined ? { room } : { room, after: reader.cursor };
		// A promise would resolve too late: after messages that arrive together with the answer.
		socket.timeout(answerMs).emit('join-room', join, (timeout: Error | null, answer: unknown) => {
			if (this.#options.socket() !== socket) return;
			if (timeout) return this.#options.onTimeout();
			const retryAfterMs = rateLimitMs(answer);
			if (retryAfterMs > 0) {
				this.#queue.add(room);
				this.#retryTimer = setTimeout(() => this.#continue(), retryAfterMs);
				return;
			}
			if (this.#rooms.isCurrent(membership)) this.#applyAnswer(membership, answer);
			this.#continue();
		});
	}

	#continue(): void {
		this.#isJoining = false;
		this.#joinNext();
	}

	#applyAnswer(membership: Membership, answer: unknown): void {
		const { report, onJoined } = this.#options;
		const { room } = membership;
		const welcome = parseNamedEvent('welcome', answer);
		if (welcome?.type === 'welcome') {
			membership.status = 'joined';
			report({ type: 'room', room, status: 'joined' });
			membership.reader.receive(welcome);
			onJoined();
			return;
		}
		const refusal = parseNamedEvent('error', answer);
		if (refusal?.type === 'error' && refusal.retryAfterMs !== undefined) {
			const retry = () => this.#rooms.isCurrent(membership) && this.#enqueue(room);
			setTimeout(retry, refusal.retryAfterMs);
			return;
		}
		membership.status = 'refused';
		report({ type: 'room', room, status: 'refused' });
	}

	#requestLeave(room: string, socket: RoomSocket): void {
		const leave = { room };
		socket.timeout(answerMs).emit('leave-room', leave, (timeout: Error | null, answer: unknown) => {
			if (this.#options.socket() !== socket) return;
			if (timeout) return this.#options.onTimeout();
			const retryAfterMs = rateLimitMs(answer);
			if (retryAfterMs === 0) return;
			setTimeout(() => {
				const isCurrent = this.#options.socket() === socket && socket.connected;
				if (isCurrent && !this.#rooms.get(room)) this.#requestLeave(room, socket);
			}, retryAfterMs);
		});
	}
}

/**
 * How many ms to wait before the next request; 0 if the answer is not a rate limit. Too many requests before
 * that time end the connection.
 */
function rateLimitMs(answer: unknown): number {
	const refusal = parseNamedEvent('error', answer);
	const isLimited = refusal?.type === 'error' && refusal.code === 'rate_limited';
	return isLimited ? (refusal.retryAfterMs ?? 0) : 0;
}
