import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets every response emit `close` when its connection ends. Node says so to the one response that is being
 * written; those that wait behind it, as their requests came before its end (RFC 9112 §9.3.2), never hear
 * of it, and whatever waits for their `close` would be held for ever. Returns the way to take it off again.
 */
export function closeQueuedResponses(server: Server): () => void {
	const queues = new WeakMap<Socket, Set<ServerResponse>>();

	const queueOf = (socket: Socket): Set<ServerResponse> => {
		const known = queues.get(socket);
		if (known !== undefined) return known;
		const queue = new Set<ServerResponse>();
		queues.set(socket, queue);
		socket.once('close', () => {
			for (const response of queue) end(response);
		});
		return queue;
	};

	const onRequest = ({ socket }: IncomingMessage, response: ServerResponse): void => {
		// Whose turn it is has the socket already.
		if (response.socket !== null) return;
		const queue = queueOf(socket);
		queue.add(response);
		response.once('close', () => queue.delete(response));
	};

	// before whoever answers, for they may do so at once
	server.prependListener('request', onRequest);
	return () => server.off('request', onRequest);
}

/** For a response whose turn has not come; all others Node itself tells. */
function end(response: ServerResponse): void {
	if (response.socket !== null || response.writableFinished) return;
	response.destroy();
	response.emit('close');
}
