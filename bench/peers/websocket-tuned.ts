import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { encodeTextFrame } from '../../src/lib/server/realtime/wire/text-frame.ts';
import { messageOf, onPublish, runPeer } from '../lib/peer.ts';

// What is usually done when the naive loop is too slow: one frame for all, written to the raw sockets.
const server = createServer();
const upgrades = new WebSocketServer({ noServer: true });
const readers = new Set<Duplex>();
server.on('upgrade', (req, socket, head) => {
	if (req.url !== '/') return;
	upgrades.handleUpgrade(req, socket, head, (ws) => {
		readers.add(socket);
		ws.on('close', () => readers.delete(socket));
	});
});
onPublish(server, (text) => {
	const frame = encodeTextFrame(JSON.stringify({ type: 'message', ...messageOf(text) }));
	for (const reader of readers) reader.write(frame);
});
runPeer(server);
