import type { IncomingMessage, ServerResponse } from 'node:http';
import { reportError, type RealtimeContext } from '../context.ts';
import { checkSender } from '../guards/check-request.ts';
import type { OpeningLimit } from '../guards/opening-limit.ts';
import { headOfNode, routedPath } from '../guards/request.ts';
import { stallTimeoutMs } from '../limits.ts';
import { rejectStream } from '../wire/event-stream.ts';

/** Event streams of SvelteKit's endpoints without guards of their own: the tutorial feed and the examples' streams. */
const streamPath = /^\/api\/(events|examples\/.+\/events)$/;

type StreamContext = Pick<
	RealtimeContext,
	'config' | 'limit' | 'log' | 'metrics' | 'isDraining'
> & {
	/** Limits how fast an address may open streams of examples: opening most of them reads a journal. */
	openings: Pick<OpeningLimit, 'take'>;
};

/**
 * Guards an event stream, so that its endpoint can stay short (S13): checks draining and origin, counts the stream
 * toward the connection limits, and closes it if the client stops reading. SvelteKit's hook checks credentials.
 * @returns whether the request was rejected
 */
export function guardEventStream(
	req: IncomingMessage,
	res: ServerResponse,
	context: StreamContext,
	timeoutMs = stallTimeoutMs
): boolean {
	const path = routedPath(req) ?? '';
	if (req.method !== 'GET' || !streamPath.test(path)) return false;
	const isTutorial = path === '/api/events';
	try {
		const options = isTutorial ? {} : { rate: context.openings };
		const address = checkSender(headOfNode(req), options, context);
		res.once('close', context.limit.take(address));
		// SvelteKit stops writing to a response that is not read, so the socket becomes idle and times out. The
		// `ReadableStream` cannot close it, because its consumer no longer pulls.
		res.setTimeout(timeoutMs, () => res.destroy());
		return false;
	} catch (error) {
		rejectStream(res, reportError(error, context, isTutorial ? 'tutorial' : 'example'));
		return true;
	}
}
