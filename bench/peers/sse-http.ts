import { createServer, type ServerResponse } from 'node:http';
import { messageOf, onPublish, runPeer } from '../lib/peer.ts';

// Plain Node: the event is encoded once and written to each response.
const readers = new Set<ServerResponse>();
const server = createServer((_req, res) => {
	res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
	res.flushHeaders();
	readers.add(res);
	res.on('close', () => readers.delete(res));
});
onPublish(server, (text) => {
	const message = messageOf(text);
	const event = `event: message\nid: ${message.id}\ndata: ${JSON.stringify(message)}\n\n`;
	for (const reader of readers) reader.write(event);
});
runPeer(server);
