import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendClosingStream } from '../wire/event-stream.ts';
import { reportError, type RealtimeContext } from '../context.ts';
import { clientAddress } from '../guards/address.ts';
import type { OpeningLimit } from '../guards/openings.ts';
import { isAllowedOrigin } from '../guards/origin.ts';
import { headOfNode, routedPath } from '../guards/request.ts';
import { sendProblem } from '../wire/problem-response.ts';
import { Refusal } from '../refusal.ts';

/** As for rooms: who takes nothing for so long is cut. */
const stallTimeoutMs = 30_000;

/** The streams that SvelteKit's endpoints answer: the tutorial feed, and those of the examples. */
const streamPath = /^\/api\/(events|examples\/.+\/events)$/;

type FeedContext = Pick<RealtimeContext, 'config' | 'limit' | 'log' | 'metrics'> & {
	/** Of the examples: each of their streams reads a record from its beginning. */
	openings: Pick<OpeningLimit, 'take'>;
};

/** Whether a GET of this path is answered with such a stream, however the path is spelt. */
export function isFeed(req: IncomingMessage): boolean {
	return streamPath.test(routedPath(req) ?? '');
}

/**
 * What a stream needs in public and its endpoint leaves out, to stay short (S13): it counts among all
 * connections, and one that nobody reads ends. True if the request was refused.
 */
export function guardFeed(
	req: IncomingMessage,
	res: ServerResponse,
	context: FeedContext,
	stallLimitMs = stallTimeoutMs
): boolean {
	if (req.method !== 'GET' || !isFeed(req)) return false;
	const head = headOfNode(req);
	if (!isAllowedOrigin(head, context.config)) {
		// final, and so no stream: a foreign page has no business to come back
		sendProblem(res, reportError(new Refusal('forbidden_origin'), context, 'tutorial'));
		return true;
	}
	try {
		const address = clientAddress(head, context.config);
		if (routedPath(req) !== '/api/events') context.openings.take(address);
		res.once('close', context.limit.take(address));
		// SvelteKit stops writing to a response that is not read, so the socket falls silent. The
		// `ReadableStream` could not cut it: nothing asks it for more.
		res.setTimeout(stallLimitMs, () => res.destroy());
		return false;
	} catch (error) {
		sendClosingStream(res, reportError(error, context, 'tutorial'));
		return true;
	}
}
