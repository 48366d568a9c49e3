import { error } from '@sveltejs/kit';
import { encodeSse } from '$lib/protocol/sse.ts';
import { eventStreamHeaders, getRealtime } from '$lib/server/realtime/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	// Each value is the newest ten messages. All messages that arrive before next() is called are in one value.
	const values = getRealtime().queryLive.read(event, event.params.room, (status, problem) =>
		error(status, { code: problem.code, message: problem.message })
	);
	const first = await values.next(); // throws if the request is rejected

	const body = new ReadableStream<Uint8Array>(
		{
			start: (controller) => send(controller, first),
			// Called only after the previous value was sent, so never for a client that has stopped reading.
			pull: async (controller) => send(controller, await values.next()),
			cancel: () => void values.return()
		},
		{ highWaterMark: 0 } // the stream queues no value
	);
	return new Response(body, { headers: eventStreamHeaders });
};

function send(
	controller: ReadableStreamDefaultController<Uint8Array>,
	{ done, value }: IteratorResult<unknown, void>
): void {
	if (done) controller.close();
	else controller.enqueue(Buffer.from(encodeSse({ data: JSON.stringify(value) })));
}

/** Without this handler SvelteKit would answer HEAD with the stream above, which never ends. */
export const HEAD: RequestHandler = () => new Response(null, { headers: eventStreamHeaders });
