/**
 * Bundled for a page of the site, where the global `io` is Socket.IO's client. Each scenario publishes one message to
 * its room and receives it; the query of its requests contains the id of a trace. `window.recordWire` records a
 * scenario.
 */
import { stringify } from 'devalue';
import { openTrace } from '../../src/lib/client/trace.ts';
import { createRecorder, type OpenSocket } from '../../src/lib/inspector/browser/recorder.ts';
import type { BrowserStep } from '../../src/lib/inspector/browser/steps.ts';
import type { RecordedName, RecordedTrace } from '../../src/lib/labs/wire/recorded.ts';
import type { TraceRecord } from '../../src/lib/protocol/trace.ts';

interface Argument {
	room: string;
	text: string;
	/** The path of the remote function. */
	remote: string;
}

export type RecordWire = (name: RecordedName, argument: Argument) => Promise<RecordedTrace>;

/** After this time the client has compared the clocks five times. The fastest answer gives the best estimate. */
const compareMs = 1_600;
/** The interval at which the records are checked for the end of the last request. */
const checkMs = 20;

/** Runs a scenario, and returns its trace once every recorded request has ended. */
const record: RecordWire = async (name, argument) => {
	const records: TraceRecord[] = [];
	const steps: BrowserStep[] = [];
	const client = openTrace({ onRecord: (record) => records.push(record) });
	await client.started;
	await wait(compareMs);
	const recorder = createRecorder({
		onStep: (step) => steps.push(step),
		onOmitted() {
			throw new Error('the scenario has too many steps');
		}
	});
	await scenarios[name](argument, createApis(client.id, recorder));
	const count = (type: TraceRecord['type']) =>
		records.filter((record) => record.type === type).length;
	while (count('open') === 0 || count('open') !== count('close')) await wait(checkMs);
	const { startedAt, offset, uncertainty } = client.clocks;
	client.close();
	return { startedAt, records, browser: { offset, uncertainty, steps } };
};

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Apis = ReturnType<typeof createApis>;

/** The functions that open and record connections with the trace's id. `io` adds no id, and `query` only records. */
function createApis(trace: string, recorder: ReturnType<typeof createRecorder>) {
	const named = (path: string) => `${path}${path.includes('?') ? '&' : '?'}trace=${trace}`;
	return {
		trace,
		fetch(path: string, init: RequestInit = {}): Promise<Response> {
			const url = named(path);
			const report = recorder.opening({ api: 'fetch', url, method: init.method ?? 'GET' });
			return recorder.watchFetch(report, fetch(url, init));
		},
		eventSource(path: string): EventSource {
			const report = recorder.opening({ api: 'EventSource', url: named(path) });
			const source = new EventSource(named(path));
			recorder.watchEventSource(source, report);
			return source;
		},
		webSocket(path: string): WebSocket {
			const report = recorder.opening({ api: 'WebSocket', url: named(path) });
			const socket = new WebSocket(named(path), 'wirelab.v1');
			recorder.watchWebSocket(socket, report);
			return socket;
		},
		io: recorder.watchSocketIo(Reflect.get(window, 'io') as OpenSocket),
		query: () => recorder.opening({ api: 'query.live', url: null })
	};
}

const publish = ({ room, text }: Argument, { fetch }: Apis) =>
	fetch(`/api/rooms/${room}/messages`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ text })
	});

const scenarios: Record<RecordedName, (argument: Argument, apis: Apis) => Promise<void>> = {
	async sse(argument, apis) {
		const source = apis.eventSource(`/api/rooms/${argument.room}/events`);
		const event = (type: string) =>
			new Promise((resolve) => source.addEventListener(type, resolve, { once: true }));
		await event('presence');
		const message = event('message');
		await publish(argument, apis);
		await message;
		source.close();
	},

	async 'long-polling'(argument, apis) {
		const poll = async (after: string) => {
			const response = await apis.fetch(`/api/rooms/${argument.room}/poll?after=${after}`);
			return ((await response.json()) as { cursor: string }).cursor;
		};
		// A request with a cursor of an unknown epoch is answered at once with the room's cursor.
		const next = poll(await poll('none.0'));
		await publish(argument, apis);
		await next;
	},

	websocket: ({ room, text }, { webSocket }) =>
		new Promise((resolve) => {
			const socket = webSocket(`/ws?room=${room}`);
			socket.onclose = () => resolve();
			socket.onmessage = ({ data }) => {
				const { type } = JSON.parse(String(data)) as { type: string };
				if (type === 'presence') socket.send(JSON.stringify({ type: 'message', text }));
				if (type === 'message') socket.close(1000);
			};
		}),

	async 'socket-io'({ room, text }, { io, trace }) {
		const socket = io({ query: { trace }, forceNew: true });
		await new Promise<void>((resolve) => socket.io.engine.once('upgrade', () => resolve()));
		await socket.emitWithAck('join-room', { room });
		const message = new Promise<void>((resolve) => socket.once('message', () => resolve()));
		await socket.emitWithAck('message', { room, text });
		await message;
		socket.close();
	},

	async 'query-live'(argument, apis) {
		const { room, remote, text } = argument;
		const report = apis.query();
		const payload = btoa(stringify({ room, trace: apis.trace }))
			.replaceAll('+', '-')
			.replaceAll('/', '_')
			.replaceAll('=', '');
		// The headers of SvelteKit's client.
		const { pathname, search } = location;
		const headers = { 'x-sveltekit-pathname': pathname, 'x-sveltekit-search': search };
		const response = await fetch(`${remote}?payload=${payload}`, { headers });
		report('open');
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		const read = async () => {
			const value = (await reader?.read())?.value ?? '';
			if (value !== '') report('message');
			return value;
		};
		await read();
		await publish(argument, apis);
		for (let all = ''; !all.includes(text);) all += await read();
		report('close');
		await reader?.cancel();
	}
};

Reflect.set(window, 'recordWire', record);
