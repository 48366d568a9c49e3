import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { enter } from '../../src/lib/examples/notifications/service.server.ts';
import { privateRoom, randomId } from '../../src/lib/protocol/room.ts';
import { listen } from '../support/listen.ts';
import { fileServer } from '../contract/lib/file-server.ts';

const server = fileServer({ ADDRESS_HEADER: 'X-Real-IP' });

/** Enters through a Node server, with the request event that SvelteKit’s production server would create. */
async function statusOfEntry(headers: Record<string, string>): Promise<number> {
	const body = JSON.stringify({ room: privateRoom('notify'), secret: randomId(24), name: '葵' });
	let status = 0;
	const front = createServer((req, res) => {
		const event = {
			request: new Request('http://localhost/', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body
			}),
			platform: { req },
			// As adapter-node does when the configured header is missing.
			getClientAddress(): string {
				throw new Error('Address header was specified with ADDRESS_HEADER=X-Real-IP but is absent');
			},
			cookies: { set: () => undefined } as never
		};
		enter(server.realtime.examples, event).then(
			(response) => {
				status = response.status;
				res.end();
			},
			() => res.writeHead(500).end()
		);
	});
	const port = await listen(front);
	const response = await fetch(`http://127.0.0.1:${port}/`, { headers });
	await response.arrayBuffer();
	front.close();
	return status;
}

it('uses the socket’s address for requests that bypass the proxy', async () => {
	expect(await statusOfEntry({})).toBe(200);
});

it('applies limits to the address that the proxy reports, so that clients do not share a limit [settings-address]', async () => {
	let status = 200;
	for (let i = 0; i < 500 && status === 200; i++) {
		// Some proxies add the client's port.
		status = await statusOfEntry({ 'x-real-ip': `192.0.2.10:${String(50_000 + i)}` });
	}
	expect(status).toBe(429);
	expect(await statusOfEntry({ 'x-real-ip': '192.0.2.11' })).toBe(200);
});
