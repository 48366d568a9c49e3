import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { messageOf, onPublish, runPeer } from '../lib/peer.ts';

const readers = new Set<ReadableStreamDefaultController<Uint8Array>>();
const encoder = new TextEncoder();
const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };

/** An endpoint as in src/routes/api/events/+server.ts: a ReadableStream for each reader. */
function GET({ request }: { request: Request }): Response {
	let leave = () => {};
	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			readers.add(controller);
			leave = () => readers.delete(controller);
			request.signal.addEventListener('abort', leave, { once: true });
			// SvelteKit sends the head together with the first bytes.
			controller.enqueue(encoder.encode(':\n\n'));
		},
		cancel() {
			leave();
		}
	});
	return new Response(stream, { headers });
}

// What adapter-node does around it, with SvelteKit's own functions.
const server = createServer((req, res) => void answer(req, res));

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
	const request = await getRequest({ request: req, base: 'http://localhost' });
	await setResponse(res, GET({ request }));
}

onPublish(server, (text) => {
	const message = messageOf(text);
	const data = JSON.stringify(message);
	const event = encoder.encode(`event: message\nid: ${message.id}\ndata: ${data}\n\n`);
	for (const reader of readers) reader.enqueue(event);
});
runPeer(server);
