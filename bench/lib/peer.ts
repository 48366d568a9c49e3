import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serve } from './child.ts';

/** CPU time of all threads of a server since its start. */
export interface Usage {
	cpuSeconds: number;
	/** The part of `cpuSeconds` that was spent in the kernel. */
	kernelSeconds: number;
}

/** In bytes; after garbage collection if the process runs with `--expose-gc`. */
export interface Memory {
	resident: number;
	/** What V8 and Node's buffers hold. */
	held: number;
}

/** Functions of a server under test. */
export interface PeerApi extends Record<string, (input: never) => unknown> {
	port: () => Promise<number>;
	usage: () => Usage;
	memory: () => Memory;
}

/** Lets a server listen on the loopback, at `PORT` or a free port, and serves the calls of the bench. */
export function runPeer(server: Server): void {
	// Thousands of readers may connect at once.
	server.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1', backlog: 4096 });
	const listening = once(server, 'listening');
	const api: PeerApi = {
		port: async () => {
			await listening;
			return (server.address() as AddressInfo).port;
		},
		usage: () => {
			const { user, system } = process.cpuUsage();
			return { cpuSeconds: (user + system) / 1e6, kernelSeconds: system / 1e6 };
		},
		memory: () => {
			// The second run collects what finalizers of the first one released.
			for (let i = 0; i < 2; i++) gc?.();
			const { rss, heapUsed, external } = process.memoryUsage();
			return { resident: rss, held: heapUsed + external };
		}
	};
	serve(api);
}

let seq = 0;

/** The message that the other servers send: it has the same fields and length as ours. */
export function messageOf(text: string) {
	seq++;
	const id = `abcdefghijkl.${seq}`;
	return {
		id,
		seq,
		room: 'bench',
		user: 'guest-abcd',
		text,
		timestamp: Date.now(),
		via: 'websocket' as const
	};
}

/** Accepts publishers over a WebSocket at `/publish`, for servers with receive-only readers. */
export function onPublish(server: Server, publish: (text: string) => void): void {
	const publishers = new WebSocketServer({ noServer: true });
	server.on('upgrade', (req, socket, head) => {
		if (req.url !== '/publish') return;
		publishers.handleUpgrade(req, socket, head, (ws) => {
			ws.on('message', (data: Buffer) => {
				const { text } = JSON.parse(data.toString()) as { text: string };
				publish(text);
			});
		});
	});
}
