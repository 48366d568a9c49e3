import { once } from 'node:events';
import { get } from 'node:http';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { frameBytes } from '../../contract/lib/raw.ts';

/** One entrance of a sample: how to connect, and what a well-behaved client does there. */
export interface Entrance {
	name: string;
	/** Path and query of the request that opens a connection. */
	path: string;
	isUpgrade: boolean;
	/** Sent by a client after the handshake to receive the sample's messages. */
	joining: Buffer;
	/** Uses the sample as a well-behaved client. @throws if it is not served */
	visit(origin: string): Promise<void>;
	/** Makes the sample send to all its readers at least `count` times. */
	flood?(origin: string, count: number): Promise<void>;
	/** Whether an interval makes the sample send. */
	hasClock: boolean;
	/** Malformed data that is sent after the handshake. */
	malformed: readonly (Buffer | string)[];
}

const visitLimitMs = 20_000;
/** The sender waits for its own copies of this many messages, so that it is not a slow reader itself. */
const batch = 50;
const longText = 'あ'.repeat(480);

const text = (payload: string) => frameBytes({ opcode: 1, payload });

/** Frames that break RFC 6455, and messages that are too large or not what the sample expects. */
const malformedFrames = [
	frameBytes({ opcode: 1, payload: 'a', reserved: 7 }),
	frameBytes({ opcode: 1, payload: 'a', isMasked: false }),
	frameBytes({ opcode: 11, payload: 'a' }),
	frameBytes({ opcode: 0, payload: 'a' }),
	frameBytes({ opcode: 9, payload: 'a'.repeat(126) }),
	frameBytes({ opcode: 8, payload: '\x01' }),
	frameBytes({ opcode: 1, payload: Buffer.of(0xc3, 0x28) }),
	frameBytes({ opcode: 2, payload: Buffer.alloc(100) }),
	frameBytes({ opcode: 1, payload: 'a', length: 2 ** 48 }),
	frameBytes({ opcode: 1, payload: 'a'.repeat(2 * 1024 * 1024) }),
	...['', '{', 'null', '[]', '1', '"a"', '\0', '{"type":"message"}', '['.repeat(20_000)].map(text),
	...['2', '3', '9', '40/x,{', '42', '42[', '42[null]', '42["message"]', '42["message",[[]]]'].map(
		text
	),
	...['451-["message",{"_placeholder":true,"num":9}]', '430["x"]', 'b!!', '40', '44{}'].map(text)
];

/** A WebSocket on which `send` is broadcast. */
export function webSocketEntrance(path: string, options: Partial<WebSocketOptions> = {}): Entrance {
	const {
		hello = null,
		messageFor = (text: string) => text,
		isBroadcast = (data, text) => data.includes(text)
	} = options;
	const open = async (origin: string) => {
		const socket = new WebSocket(origin.replace('http', 'ws') + path, { origin });
		await once(socket, 'open', limit());
		if (hello !== null) socket.send(hello);
		return socket;
	};
	const sendAndReceive = async (socket: WebSocket, text: string) => {
		const received = new Promise<void>((resolve) => {
			const listener = (data: Buffer) => {
				if (!isBroadcast(data.toString(), text)) return;
				socket.off('message', listener);
				resolve();
			};
			socket.on('message', listener);
		});
		socket.send(messageFor(text));
		await withLimit(received, `an answer to ${text.slice(0, 20)}`);
	};
	return {
		name: 'WebSocket',
		path,
		isUpgrade: true,
		hasClock: false,
		joining: hello === null ? Buffer.of() : text(hello),
		malformed: malformedFrames,
		async visit(origin) {
			const socket = await open(origin);
			await sendAndReceive(socket, `visit ${Math.random()}`);
			socket.close();
			await once(socket, 'close', limit());
		},
		async flood(origin, count) {
			const socket = await open(origin);
			for (let n = 0; n < count; n += batch) {
				for (let k = 1; k < batch; k++) socket.send(messageFor(longText));
				await sendAndReceive(socket, `batch ${n} ends`);
			}
			socket.close();
			await once(socket, 'close', limit());
		}
	};
}

interface WebSocketOptions {
	/** The first message, if the sample requires one. */
	hello: string;
	/** The message that broadcasts `text`. */
	messageFor: (text: string) => string;
	/** Whether a message is the broadcast of `text`. */
	isBroadcast: (data: string, text: string) => boolean;
}

/** Socket.IO over WebSocket, with an event that is broadcast. */
export function socketIoEntrance(namespace = '/', auth: object = {}, hasMessages = true): Entrance {
	const open = async (origin: string) => {
		const socket = io(origin + namespace, {
			transports: ['websocket'],
			reconnection: false,
			forceNew: true,
			auth
		});
		const connected = new Promise<void>((resolve, reject) => {
			socket.once('connect', resolve);
			socket.once('connect_error', reject);
		});
		await withLimit(connected, 'a connection of Socket.IO');
		return socket;
	};
	const entrance: Entrance = {
		name: 'Socket.IO',
		path: '/socket.io/?EIO=4&transport=websocket',
		isUpgrade: true,
		hasClock: false,
		joining: text(`40${namespace === '/' ? '' : `${namespace},`}${JSON.stringify(auth)}`),
		malformed: malformedFrames,
		async visit(origin) {
			const socket = await open(origin);
			if (hasMessages) await socket.timeout(visitLimitMs).emitWithAck('message', 'visit');
			socket.disconnect();
		}
	};
	if (!hasMessages) return entrance;
	return {
		...entrance,
		async flood(origin, count) {
			const socket = await open(origin);
			for (let n = 0; n < count; n += batch) {
				for (let k = 1; k < batch; k++) socket.emit('message', longText);
				await socket.timeout(visitLimitMs).emitWithAck('message', longText);
			}
			socket.disconnect();
		}
	};
}

/** A stream of the sample's own events. */
export function streamEntrance(name: string, path: string): Entrance {
	return {
		name,
		path,
		isUpgrade: false,
		hasClock: true,
		joining: Buffer.of(),
		// a second request, pipelined behind the endless response
		malformed: [
			'\0\0\0',
			'GET',
			`GET ${path} HTTP/1.1\r\n\r\n`,
			'POST / HTTP/1.1\r\nHost: a\r\n\r\n'
		],
		async visit(origin) {
			const request = get(origin + path, { agent: false, ...limit() });
			const [response] = (await once(request, 'response', limit())) as [NodeJS.ReadableStream];
			await once(response, 'data', limit());
			request.destroy();
		}
	};
}

/** Requests that are answered with the messages after a position, or held until the next message. */
export function pollEntrance(path: string): Entrance {
	return {
		...streamEntrance('long polling', path),
		hasClock: false,
		async visit(origin) {
			const text = `visit ${Math.random()}`;
			const headers = { connection: 'close', 'content-type': 'application/json' };
			const post = { method: 'POST', headers, body: JSON.stringify(text), ...limit() };
			const sent = await fetch(origin + path, post);
			const polled = await fetch(origin + path, { headers, ...limit() });
			if (!sent.ok || !(await polled.text()).includes(text)) {
				throw new Error(`${text} was answered ${sent.status} and not polled`);
			}
		}
	};
}

/** The bytes of a handshake. */
export function requestFor(
	{ path, isUpgrade }: Pick<Entrance, 'path' | 'isUpgrade'>,
	origin: string,
	headers: Record<string, string> = {}
): string {
	const all = {
		Host: new URL(origin).host,
		...(isUpgrade && {
			Connection: 'Upgrade',
			Upgrade: 'websocket',
			'Sec-WebSocket-Version': '13',
			'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
			Origin: origin
		}),
		...headers
	};
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

const limit = () => ({ signal: AbortSignal.timeout(visitLimitMs) });

async function withLimit(what: Promise<void>, name: string): Promise<void> {
	const { signal } = limit();
	await Promise.race([
		what,
		once(signal, 'abort').then(() => {
			throw new Error(`waited ${visitLimitMs} ms in vain for ${name}`);
		})
	]);
}
