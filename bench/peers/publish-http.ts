import { createServer } from 'node:http';
import { messageOf, runPeer } from '../lib/peer.ts';

// What a first tutorial does with a POST: no checks, no limits, nobody to deliver to.
const server = createServer((req, res) => {
	let body = '';
	req.setEncoding('utf8');
	req.on('data', (piece: string) => (body += piece));
	req.on('end', () => {
		const { text } = JSON.parse(body) as { text: string };
		const { id, seq } = messageOf(text);
		res.writeHead(201, { 'content-type': 'application/json' });
		res.end(JSON.stringify({ id, seq }));
	});
});
runPeer(server);
