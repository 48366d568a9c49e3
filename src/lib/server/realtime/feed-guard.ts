import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuseStream } from './closing-stream.ts';
import { explain, type RealtimeContext } from './context.ts';
import { clientAddress } from './guards/address.ts';
import { headOfNode, targetOf } from './guards/request.ts';

/** As for rooms: who takes nothing for so long is cut. */
const stalledMs = 30_000;

/** The streams that SvelteKit's endpoints answer: the tutorial feed, and those of the examples. */
const streamPath = /^\/api\/(events|examples\/.+\/events)$/;

/**
 * What a stream needs in public and its endpoint leaves out, to stay short (S13): it counts among all
 * connections, and one that nobody reads ends. True if the request was refused.
 */
export function guardFeed(
	req: IncomingMessage,
	res: ServerResponse,
	context: Pick<RealtimeContext, 'config' | 'limit' | 'log' | 'metrics'>,
	stallLimitMs = stalledMs
): boolean {
	if (req.method !== 'GET' || !streamPath.test(targetOf(req).path)) return false;
	try {
		res.once('close', context.limit.take(clientAddress(headOfNode(req), context.config)));
		// SvelteKit stops writing to a response that is not read, so the socket falls silent. The
		// `ReadableStream` could not cut it: nothing asks it for more.
		res.setTimeout(stallLimitMs, () => res.destroy());
		return false;
	} catch (error) {
		refuseStream(res, explain(error, context, 'tutorial'));
		return true;
	}
}
