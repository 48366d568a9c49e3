import type { IncomingMessage, ServerResponse } from 'node:http';
import { reportError, type RealtimeContext } from '../context.ts';
import { checkSender } from '../guards/check-request.ts';
import type { OpeningLimit } from '../guards/opening-limit.ts';
import { headOfNode, routedPath } from '../guards/request.ts';
import { stallTimeoutMs } from '../limits.ts';
import { rejectStream } from '../wire/event-stream.ts';

/** The streams that SvelteKit's endpoints answer: the tutorial feed, and those of the examples. */
const streamPath = /^\/api\/(events|examples\/.+\/events)$/;

type FeedContext = Pick<RealtimeContext, 'config' | 'limit' | 'log' | 'metrics' | 'isDraining'> & {
	/** For the examples: each of their streams reads a journal from its beginning. */
	openings: Pick<OpeningLimit, 'take'>;
};

/** Whether a GET of this path is answered with such a stream, however the path is spelt. */
export function isFeed(req: IncomingMessage): boolean {
	return streamPath.test(routedPath(req) ?? '');
}

/**
 * What a stream needs in public and its endpoint omits, to stay short (S13): it counts among all
 * connections, and one that nobody reads ends. Credentials are checked by SvelteKit's hook.
 * @returns whether the request was rejected
 */
export function guardFeed(
	req: IncomingMessage,
	res: ServerResponse,
	context: FeedContext,
	timeoutMs = stallTimeoutMs
): boolean {
	if (req.method !== 'GET' || !isFeed(req)) return false;
	const isTutorial = routedPath(req) === '/api/events';
	try {
		const options = isTutorial ? {} : { rate: context.openings };
		const address = checkSender(headOfNode(req), options, context);
		res.once('close', context.limit.take(address));
		// SvelteKit stops writing to a response that is not read, so the socket falls silent. The
		// `ReadableStream` could not cut it: nothing asks it for more.
		res.setTimeout(timeoutMs, () => res.destroy());
		return false;
	} catch (error) {
		rejectStream(res, reportError(error, context, 'tutorial'));
		return true;
	}
}
