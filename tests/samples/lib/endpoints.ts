import { on, once } from 'node:events';
import { get } from 'node:http';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { frameBytes, opcodes } from '../../contract/lib/raw.ts';
import { until } from '../../contract/lib/wait.ts';

/** An endpoint of a sample: how to connect, and what a well-behaved client does. */
export interface Endpoint {
	name: string;
	/** Path and query of the request that opens a connection. */
	path: string;
	isUpgrade: boolean;
	/** What a client sends after the handshake to receive the sample's messages. */
	joinMessage: Buffer;
	/** Uses the sample as a well-behaved client. @throws if it is not served */
	checkService(origin: string): Promise<void>;
	/** Makes the sample send at least `count` messages to all its readers. */
	flood?(origin: string, count: number): Promise<void>;
	/** Whether the sample sends at an interval. */
	hasClock: boolean;
	/** Malformed data that is sent after the handshake. */
	malformed: readonly (Buffer | string)[];
}

const serviceTimeoutMs = 20_000;
/** After this many messages the sender waits for its own copies, so that it is not a slow reader itself. */
const batchSize = 50;
const longText = 'あ'.repeat(480);

const text = (payload: string) => frameBytes({ opcode: opcodes.text, payload });

/** Messages of JSON and of Socket.IO that are not what the sample expects. */
const malformedTexts = [
	['', '{', 'null', '[]', '1', '"a"', '\0', '{"type":"message"}', '['.repeat(20_000)],
	['2', '3', '9', '40/x,{', '42', '42[', '42[null]', '42["message"]', '42["message",[[]]]'],
	['451-["message",{"_placeholder":true,"num":9}]', '430["x"]', 'b!!', '40', '44{}']
].flat();

/** Frames that break RFC 6455, and messages that are too large or not what the sample expects. */
const malformedFrames = [
	frameBytes({ opcode: opcodes.text, payload: 'a', reserved: 7 }),
	frameBytes({ opcode: opcodes.text, payload: 'a', isMasked: false }),
	frameBytes({ opcode: 11, payload: 'a' }),
	frameBytes({ opcode: opcodes.continuation, payload: 'a' }),
	frameBytes({ opcode: opcodes.ping, payload: 'a'.repeat(126) }),
	frameBytes({ opcode: opcodes.close, payload: '\x01' }),
	frameBytes({ opcode: opcodes.text, payload: Buffer.of(0xc3, 0x28) }),
	frameBytes({ opcode: opcodes.binary, payload: Buffer.alloc(100) }),
	frameBytes({ opcode: opcodes.text, payload: 'a', length: 2 ** 48 }),
	frameBytes({ opcode: opcodes.text, payload: 'a'.repeat(2 * 1024 * 1024) }),
	...malformedTexts.map(text)
];

/** A WebSocket on which `send` is broadcast. */
export function webSocketEndpoint(path: string, options: Partial<WebSocketOptions> = {}): Endpoint {
	const { messageFor = (text: string) => text, isBroadcast = (data, text) => data.includes(text) } =
		options;
	const open = async (origin: string) => {
		const socket = new WebSocket(origin.replace('http', 'ws') + path, { origin });
		await once(socket, 'open', timeout());
		return socket;
	};
	const sendAndReceive = async (socket: WebSocket, text: string) => {
		const messages = on(socket, 'message', timeout()) as AsyncIterable<[Buffer]>;
		socket.send(messageFor(text));
		for await (const [data] of messages) if (isBroadcast(data.toString(), text)) return;
	};
	return {
		name: 'WebSocket',
		path,
		isUpgrade: true,
		hasClock: false,
		joinMessage: Buffer.of(),
		malformed: malformedFrames,
		async checkService(origin) {
			const socket = await open(origin);
			await sendAndReceive(socket, `visit ${Math.random()}`);
			socket.close();
			await once(socket, 'close', timeout());
		},
		async flood(origin, count) {
			const socket = await open(origin);
			for (let n = 0; n < count; n += batchSize) {
				for (let k = 1; k < batchSize; k++) socket.send(messageFor(longText));
				await sendAndReceive(socket, `batch ${n} ends`);
			}
			socket.close();
			await once(socket, 'close', timeout());
		}
	};
}

interface WebSocketOptions {
	/** The message that broadcasts `text`. */
	messageFor: (text: string) => string;
	/** Whether a message is the broadcast of `text`. */
	isBroadcast: (data: string, text: string) => boolean;
}

/** Socket.IO over WebSocket, with an event that is broadcast. */
export function socketIoEndpoint(namespace = '/', auth: object = {}, hasMessages = true): Endpoint {
	const open = async (origin: string) => {
		const socket = io(origin + namespace, {
			transports: ['websocket'],
			reconnection: false,
			forceNew: true,
			auth
		});
		let rejection: Error | undefined;
		socket.once('connect_error', (error) => (rejection = error));
		await until(() => socket.connected || rejection, 'a connection of Socket.IO');
		if (rejection) throw rejection;
		return socket;
	};
	const endpoint: Endpoint = {
		name: 'Socket.IO',
		path: '/socket.io/?EIO=4&transport=websocket',
		isUpgrade: true,
		hasClock: false,
		joinMessage: text(`40${namespace === '/' ? '' : `${namespace},`}${JSON.stringify(auth)}`),
		malformed: malformedFrames,
		async checkService(origin) {
			const socket = await open(origin);
			if (hasMessages) await socket.timeout(serviceTimeoutMs).emitWithAck('message', 'visit');
			socket.disconnect();
		}
	};
	if (!hasMessages) return endpoint;
	return {
		...endpoint,
		async flood(origin, count) {
			const socket = await open(origin);
			for (let n = 0; n < count; n += batchSize) {
				for (let k = 1; k < batchSize; k++) socket.emit('message', longText);
				await socket.timeout(serviceTimeoutMs).emitWithAck('message', longText);
			}
			socket.disconnect();
		}
	};
}

/** A stream of the sample's own events. */
export function streamEndpoint(name: string, path: string): Endpoint {
	return {
		name,
		path,
		isUpgrade: false,
		hasClock: true,
		joinMessage: Buffer.of(),
		// Sent after the request, on the same connection; the last two are pipelined requests.
		malformed: [
			'\0\0\0',
			'GET',
			`GET ${path} HTTP/1.1\r\n\r\n`,
			'POST / HTTP/1.1\r\nHost: a\r\n\r\n'
		],
		async checkService(origin) {
			const request = get(origin + path, { agent: false, ...timeout() });
			const [response] = (await once(request, 'response', timeout())) as [NodeJS.ReadableStream];
			await once(response, 'data', timeout());
			request.destroy();
		}
	};
}

/** Requests that are answered with the messages after a position, or held until the next message. */
export function pollEndpoint(path: string): Endpoint {
	return {
		...streamEndpoint('long polling', path),
		hasClock: false,
		async checkService(origin) {
			const text = `visit ${Math.random()}`;
			const headers = { connection: 'close', 'content-type': 'application/json' };
			const post = { method: 'POST', headers, body: JSON.stringify(text), ...timeout() };
			const sent = await fetch(origin + path, post);
			const polled = await fetch(origin + path, { headers, ...timeout() });
			if (!sent.ok || !(await polled.text()).includes(text)) {
				throw new Error(`POST was answered with ${sent.status}; the poll must contain "${text}"`);
			}
		}
	};
}

/** The request that opens a connection. */
export function requestFor(
	{ path, isUpgrade }: Pick<Endpoint, 'path' | 'isUpgrade'>,
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

const timeout = () => ({ signal: AbortSignal.timeout(serviceTimeoutMs) });
