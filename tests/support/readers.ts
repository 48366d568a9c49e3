import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { parseNamedEvent, parseServerEvent } from '../../src/lib/protocol/server-event.ts';
import type { ServerEvent } from '../../src/lib/protocol/server-event.ts';
import { readEvents } from './read-events.ts';

/** The parameters of one connection, and the receiver of its events. */
export interface Reading {
	origin: string;
	room: string;
	after: string;
	onEvent(event: ServerEvent): void;
	signal: AbortSignal;
}

/** Opens one connection. Resolves when it has closed; may reject if a request fails, breaks or is aborted. */
export type Read = (reading: Reading) => Promise<void>;

const ignore = () => undefined;

async function sse({ origin, room, after, onEvent, signal }: Reading): Promise<void> {
	const response = await fetch(`${origin}/api/rooms/${room}/events?after=${after}`, { signal });
	if (response.status !== 200) return;
	await readEvents(response, {
		onEvent({ event = 'message', data }) {
			const parsed = parseNamedEvent(event, data);
			if (parsed !== null) onEvent(parsed);
		}
	});
}

interface PollResponse {
	messages: unknown[];
	cursor: string;
	gap?: unknown;
}

/** Polls until a request fails, which counts as the end of a connection. */
async function longPolling({ origin, room, after, onEvent, signal }: Reading): Promise<void> {
	for (let cursor = after; ;) {
		const address = `${origin}/api/rooms/${room}/poll?after=${cursor}`;
		const response = await fetch(address, { signal });
		if (response.status !== 200) return;
		const answer = (await response.json()) as PollResponse;
		const gap = parseNamedEvent('gap', answer.gap);
		if (gap !== null) onEvent(gap);
		for (const message of answer.messages) {
			const parsed = parseNamedEvent('message', message);
			if (parsed !== null) onEvent(parsed);
		}
		({ cursor } = answer);
	}
}

async function webSocket({ origin, room, after, onEvent, signal }: Reading): Promise<void> {
	const ws = new WebSocket(`${origin.replace('http', 'ws')}/ws?room=${room}&after=${after}`);
	ws.on('error', ignore);
	ws.on('message', (data: Buffer) => {
		const event = parseServerEvent(data.toString());
		if (event !== null) onEvent(event);
	});
	const stop = () => ws.terminate();
	signal.addEventListener('abort', stop);
	await new Promise((resolve) => ws.once('close', resolve));
	signal.removeEventListener('abort', stop);
}

function socketIo(transports: ('polling' | 'websocket')[]): Read {
	return async ({ origin, room, after, onEvent, signal }) => {
		const { origin: host, pathname } = new URL(origin);
		const path = `${pathname.replace(/\/$/, '')}/socket.io/`;
		const socket = io(host, { path, transports, forceNew: true, reconnection: false });
		for (const type of ['message', 'gap'] as const) {
			socket.on(type, (data: unknown) => {
				const event = parseNamedEvent(type, data);
				if (event !== null) onEvent(event);
			});
		}
		const stop = () => socket.disconnect();
		signal.addEventListener('abort', stop);
		await new Promise<void>((resolve) => {
			const done = () => resolve();
			socket.on('disconnect', done).on('connect_error', done);
			socket.on('connect', () => {
				socket.emit('join-room', { room, after }, ({ ok }: { ok: boolean }) => {
					if (!ok) done();
				});
			});
		});
		signal.removeEventListener('abort', stop);
		socket.disconnect();
	};
}

/** A reader for every transport of a room. */
export const readers: Record<string, Read> = {
	sse,
	'long-polling': longPolling,
	websocket: webSocket,
	'socket-io': socketIo(['websocket']),
	'socket-io over polling': socketIo(['polling'])
};
