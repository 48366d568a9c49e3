import { createServer } from 'node:http';
import { messageOf, runPeer } from '../lib/peer.ts';

// A minimal POST endpoint as in a tutorial: no checks, no limits, no readers.
const server = createServer((req, res) => {
	let body = '';
	req.setEncoding('utf8');
	req.on('data', (chunk: string) => (body += chunk));
	req.on('end', () => {
		const { text } = JSON.parse(body) as { text: string };
		const { id, seq } = messageOf(text);
		res.writeHead(201, { 'content-type': 'application/json' });
		res.end(JSON.stringify({ id, seq }));
	});
});
runPeer(server);
