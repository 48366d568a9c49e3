import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { messageOf, onPublish, runPeer } from '../lib/peer.ts';

// The loop of many tutorials: encodes and frames the message again for each reader.
const server = createServer();
const readers = new WebSocketServer({ noServer: true });
server.on('upgrade', (req, socket, head) => {
	if (req.url === '/') readers.handleUpgrade(req, socket, head, () => undefined);
});
onPublish(server, (text) => {
	const message = { type: 'message', ...messageOf(text) };
	for (const reader of readers.clients) {
		if (reader.readyState === WebSocket.OPEN) reader.send(JSON.stringify(message));
	}
});
runPeer(server);
