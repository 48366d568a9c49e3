import { createServer } from 'node:http';
import { setResponse } from '@sveltejs/kit/node';
import { messageOf, onPublish, runPeer } from '../lib/peer.ts';

// What a +server.ts does: a ReadableStream for each reader, sent by SvelteKit's own response writer.
// The bytes are encoded once for all.
const readers = new Set<ReadableStreamDefaultController<Uint8Array>>();
const server = createServer((_req, res) => {
	let reader: ReadableStreamDefaultController<Uint8Array>;
	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			reader = controller;
			readers.add(controller);
			// SvelteKit sends the head together with the first bytes.
			controller.enqueue(encoder.encode(':\n\n'));
		},
		cancel() {
			readers.delete(reader);
		}
	});
	const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
	void setResponse(res, new Response(stream, { headers }));
});
const encoder = new TextEncoder();
onPublish(server, (text) => {
	const message = messageOf(text);
	const data = JSON.stringify(message);
	const event = encoder.encode(`event: message\nid: ${message.id}\ndata: ${data}\n\n`);
	for (const reader of readers) reader.enqueue(event);
});
runPeer(server);
