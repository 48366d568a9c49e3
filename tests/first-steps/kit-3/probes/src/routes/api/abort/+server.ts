import type { RequestHandler } from './$types';

/** What happened since the last DELETE, in order. */
const events: string[] = [];

/** A stream that never ends. With `?close`, its abort listener closes it. */
function openStream({ signal, url }: Request): Response {
	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			controller.enqueue(new TextEncoder().encode('data: 1\n\n'));
			signal.addEventListener('abort', () => {
				events.push('abort');
				if (!new URL(url).searchParams.has('close')) return;
				try {
					controller.close();
				} catch {
					events.push('close() threw');
				}
			});
		},
		cancel() {
			events.push('cancel');
		}
	});
	return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
}

export const GET: RequestHandler = ({ request }) => openStream(request);

/** The same stream, after the whole request body has been read. */
export const POST: RequestHandler = async ({ request }) => {
	await request.json();
	return openStream(request);
};

export const PUT: RequestHandler = () => Response.json(events);

export const DELETE: RequestHandler = () => {
	events.length = 0;
	return new Response(null, { status: 204 });
};
