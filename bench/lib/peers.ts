import { fileURLToPath } from 'node:url';
import type { WireName } from './wires.ts';

/** A server in `bench/peers`, and how its readers connect. */
export interface Peer {
	file: string;
	wire: WireName;
}

/** The servers that the part `fan-out` compares. Ours is one program with several transports. */
const compared = {
	'ws naive': { file: 'websocket-naive.ts', wire: 'websocket' },
	'ws tuned': { file: 'websocket-tuned.ts', wire: 'websocket' },
	'our WebSocket': { file: 'wirelab.ts', wire: 'our-websocket' },
	'node:http SSE': { file: 'sse-http.ts', wire: 'sse' },
	'SvelteKit SSE': { file: 'sse-sveltekit.ts', wire: 'sse' },
	'our SSE': { file: 'wirelab.ts', wire: 'our-sse' },
	'Socket.IO': { file: 'socket-io.ts', wire: 'socket-io' },
	'our Socket.IO': { file: 'wirelab.ts', wire: 'socket-io' }
} as const satisfies Record<string, Peer>;

/** Our server without its tap. The part `trace` compares our complete server with it. */
const withoutTap = {
	'our WebSocket without the tap': { file: 'wirelab-without-tap.ts', wire: 'our-websocket' },
	'our SSE without the tap': { file: 'wirelab-without-tap.ts', wire: 'our-sse' }
} as const satisfies Record<string, Peer>;

export const peers = { ...compared, ...withoutTap };

export type PeerName = keyof typeof peers;

export const peerNames = Object.keys(compared) as (keyof typeof compared)[];

/** Servers for publishing over HTTP, without readers. */
export const publishPeers = {
	'plain node:http': 'publish-http.ts',
	'SvelteKit endpoint': 'publish-sveltekit.ts',
	'our server': 'wirelab.ts'
} as const;

export type PublishPeerName = keyof typeof publishPeers;

export const publishPeerNames = Object.keys(publishPeers) as PublishPeerName[];

/** The path of a program. @param file its path relative to `bench/` */
export function programPath(file: string): string {
	return fileURLToPath(new URL(`../${file}`, import.meta.url));
}
