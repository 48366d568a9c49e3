import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answer } from './child.ts';

/** What a server says of itself: CPU seconds of all its threads since it started. */
export interface Usage {
	cpuSeconds: number;
	/** How much of it was spent in the kernel. */
	kernelSeconds: number;
}

/** In bytes, after the garbage has been collected. */
export interface Memory {
	resident: number;
	/** What V8 and Node's buffers hold. */
	held: number;
}

/** What is asked of a server under test. */
export interface PeerApi extends Record<string, (input: never) => unknown> {
	port: () => Promise<number>;
	usage: () => Usage;
	memory: () => Memory;
}

/** Puts a server on PORT of the loopback, or on a free one, and lets the bench ask it. */
export function runPeer(server: Server): void {
	// A thousand readers may come in one moment.
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
			// The second one takes what the first one's finalizers have let go of.
			for (let i = 0; i < 2; i++) gc?.();
			const { rss, heapUsed, external } = process.memoryUsage();
			return { resident: rss, held: heapUsed + external };
		}
	};
	answer(api);
}

let seq = 0;

/** The message that every peer sends: as long as ours, with the same fields. */
export function messageOf(text: string) {
	seq++;
	const id = `abcdefghijkl.${seq}`;
	const author = { room: 'bench', user: 'guest-abcd', text };
	return { id, seq, ...author, timestamp: Date.now(), via: 'websocket' as const };
}

/** Lets somebody publish over a WebSocket at `/publish`, for servers whose readers cannot. */
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
