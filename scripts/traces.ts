/**
 * `npm run traces` records one message on each transport and writes the traces that the wire laboratory plays
 * without a server. It starts the built site: `npm run build` first.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'devalue';
import { format } from 'prettier';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { randomId } from '../src/lib/protocol/room.ts';
import { parseTraceEvent, type TraceEvent } from '../src/lib/protocol/trace.ts';
import { startHost } from '../tests/lib/host.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}src/lib/labs/wire/recorded`;
const text = 'こんにちは';

/** What is recorded: publishes and receives one message in `room` with `trace` in each query. */
type Visit = (at: { origin: string; room: string; trace: string }) => Promise<void>;

/** Reads a response until `end` has passed, then leaves. */
async function readUntil(address: string, end: string, onBegin: () => void): Promise<void> {
	const response = await fetch(address);
	const decoder = new TextDecoder();
	let read = '';
	for await (const chunk of response.body ?? []) {
		const isFirst = read === '';
		read += decoder.decode(chunk, { stream: true });
		if (isFirst) onBegin();
		if (read.includes(end)) return;
	}
}

const publish = async (at: Parameters<Visit>[0]): Promise<void> => {
	await fetch(`${at.origin}/api/rooms/${at.room}/messages?trace=${at.trace}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ text })
	});
};

const sse: Visit = async (at) => {
	const { origin, room, trace } = at;
	const stream = `${origin}/api/rooms/${room}/events?trace=${trace}`;
	await readUntil(stream, text, () => void publish(at));
};

const longPolling: Visit = async (at) => {
	const poll = async (after: string) => {
		const { origin, room, trace } = at;
		const response = await fetch(`${origin}/api/rooms/${room}/poll?after=${after}&trace=${trace}`);
		return ((await response.json()) as { cursor: string }).cursor;
	};
	// A cursor of an unknown epoch is answered at once with that of the room.
	const next = poll(await poll('none.0'));
	await publish(at);
	await next;
};

const webSocket: Visit = async ({ origin, room, trace }) => {
	const address = `${origin.replace('http', 'ws')}/ws?room=${room}&trace=${trace}`;
	const ws = new WebSocket(address, 'wirelab.v1');
	await new Promise<void>((resolve, reject) => {
		ws.on('error', reject);
		ws.on('close', () => resolve());
		ws.on('message', (data: Buffer) => {
			const { type } = JSON.parse(data.toString()) as { type: string };
			if (type === 'presence') ws.send(JSON.stringify({ type: 'message', text }));
			if (type === 'message') ws.close(1000);
		});
	});
};

const socketIo: Visit = async ({ origin, room, trace }) => {
	const socket = io(origin, { query: { trace }, forceNew: true });
	await new Promise<void>((resolve) => socket.io.engine.once('upgrade', () => resolve()));
	await socket.emitWithAck('join-room', { room });
	const message = new Promise<void>((resolve) => socket.once('message', () => resolve()));
	await socket.emitWithAck('message', { room, text });
	await message;
	socket.close();
};

const queryLive: Visit = async (at) => {
	const { origin, room, trace } = at;
	const payload = Buffer.from(stringify({ room, trace })).toString('base64url');
	await readUntil(
		`${origin}/_app/remote/${remoteId()}?payload=${payload}`,
		text,
		() => void publish(at)
	);
};

/** The path of the remote function, which SvelteKit derives from its file. */
function remoteId(): string {
	const chunks = `${root}build/client/_app/immutable/chunks`;
	for (const file of readdirSync(chunks)) {
		const [id] = /[\w-]+\/newestMessages/.exec(readFileSync(`${chunks}/${file}`, 'utf8')) ?? [];
		if (id !== undefined) return id;
	}
	throw new Error('The build has no query.live.');
}

/** Opens a trace, makes the visit, and returns all records until every recorded request has ended. */
async function record(origin: string, visit: Visit): Promise<object> {
	const trace = randomId(24);
	const events: TraceEvent[] = [];
	const ws = new WebSocket(`${origin.replace('http', 'ws')}/trace?id=${trace}`);
	let onEvent = (): void => undefined;
	ws.on('message', (data: Buffer) => {
		const event = parseTraceEvent(data.toString());
		if (event !== null) events.push(event);
		onEvent();
	});
	const until = (condition: () => boolean) =>
		new Promise<void>((resolve, reject) => {
			ws.once('error', reject);
			onEvent = () => condition() && resolve();
			onEvent();
		});
	const count = (type: string) => events.filter((event) => event.type === type).length;
	await until(() => count('started') > 0);
	await visit({ origin, room: `wire-${randomId(24)}`, trace });
	await until(() => count('open') > 0 && count('open') === count('close'));
	ws.close();
	const [started, ...records] = events;
	return { startedAt: started?.type === 'started' ? started.at : 0, records };
}

const visits: Record<string, Visit> = {
	sse: sse,
	'long-polling': longPolling,
	websocket: webSocket,
	'socket-io': socketIo,
	'query-live': queryLive
};

const host = await startHost('production');
try {
	for (const [name, visit] of Object.entries(visits)) {
		const trace = await record(host.url, visit);
		const file = `${folder}/${name}.json`;
		writeFileSync(file, await format(JSON.stringify(trace), { parser: 'json', useTabs: true }));
		console.log(file);
	}
} finally {
	await host.stop();
}
