import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { messageOf, runPeer } from '../lib/peer.ts';

/** An endpoint as in any +server.ts. */
async function POST({ request }: { request: Request }): Promise<Response> {
	const { text } = (await request.json()) as { text: string };
	const { id, seq } = messageOf(text);
	return Response.json({ id, seq }, { status: 201 });
}

// What adapter-node does around an endpoint, with SvelteKit's own functions, but without its router and hooks.
const server = createServer((req, res) => void answer(req, res));

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
	const request = await getRequest({
		request: req,
		base: 'http://localhost',
		bodySizeLimit: 524_288
	});
	await setResponse(res, await POST({ request }));
}

runPeer(server);
