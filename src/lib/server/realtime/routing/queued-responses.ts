import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Makes every response emit `close` when its connection ends. Node does so for the response that is being
 * written, but not for those that are queued behind it (pipelining, RFC 9112 §9.3.2), and code that waits for
 * their `close` would never run. Returns the function that undoes this.
 */
export function emitCloseOnQueuedResponses(server: Server): () => void {
	const queues = new WeakMap<Socket, Set<ServerResponse>>();

	const queueOf = (socket: Socket): Set<ServerResponse> => {
		const known = queues.get(socket);
		if (known !== undefined) return known;
		const queue = new Set<ServerResponse>();
		queues.set(socket, queue);
		socket.once('close', () => {
			for (const response of queue) destroyQueued(response);
		});
		return queue;
	};

	const onRequest = ({ socket }: IncomingMessage, response: ServerResponse): void => {
		// The response that is being written has the socket already.
		if (response.socket !== null) return;
		const queue = queueOf(socket);
		queue.add(response);
		response.once('close', () => queue.delete(response));
	};

	// Before all other listeners, because they may answer at once.
	server.prependListener('request', onRequest);
	return () => server.off('request', onRequest);
}

/** Destroys a response if it is still queued, and emits its `close`. */
function destroyQueued(response: ServerResponse): void {
	if (response.socket !== null || response.writableFinished) return;
	response.destroy();
	response.emit('close');
}
