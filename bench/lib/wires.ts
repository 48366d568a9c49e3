import { encodeTextFrame } from '../../src/lib/server/realtime/wire/text-frame.ts';

/** One step of a handshake: send bytes, then read until a text arrives. */
export interface Step {
	send: Buffer;
	until: string;
}

/** The bytes that a client of one kind exchanges with a server. */
export interface Wire {
	/** The handshake of a reader. */
	connect: readonly Step[];
	/** The handshake that resumes after a cursor; undefined if the server cannot resume. */
	resume?(cursor: string): readonly Step[];
	/** Sent regularly, so that the server does not time out the client. */
	keepAlive: Buffer | null;
	/** The handshake of a publisher, which may use another kind of connection. */
	connectPublisher: readonly Step[];
	keepAlivePublisher: Buffer;
	publish(text: string): Buffer;
}

/** Set in the second byte of every frame from a client (RFC 6455 §5.2). */
const maskBit = 0x80;
const maskingKey = Buffer.alloc(4);

const ourEvents = '/api/rooms/bench/events';

/** The kinds of clients by name, because only a name can be sent to another process. */
export const wires = {
	'our-websocket': ourWebSocket(),
	'our-sse': {
		...ourWebSocket(),
		...stream(ourEvents, 'event: welcome'),
		resume: (cursor) => stream(`${ourEvents}?after=${cursor}`, 'event: welcome').connect
	},
	'socket-io': socketIo(),
	websocket: {
		...webSocket('/', '\r\n\r\n'),
		connectPublisher: [upgrade('/publish', '\r\n\r\n')]
	},
	sse: { ...webSocket('/publish', '\r\n\r\n'), ...stream('/', '\r\n\r\n') }
} as const satisfies Record<string, Wire>;

export type WireName = keyof typeof wires;

function ourWebSocket(): Wire {
	const path = '/ws?room=bench';
	const until = '"type":"welcome"';
	return {
		...webSocket(path, until),
		resume: (cursor) => [upgrade(`${path}&after=${cursor}`, until)]
	};
}

function webSocket(path: string, until: string): Wire {
	const connect = [upgrade(path, until)];
	// A pong without a payload: unsolicited ones are valid heartbeats (RFC 6455 §5.5.3).
	const pong = Buffer.concat([Buffer.from([0x8a, maskBit]), maskingKey]);
	return {
		connect,
		connectPublisher: connect,
		keepAlive: pong,
		keepAlivePublisher: pong,
		publish: (text) => frame(JSON.stringify({ type: 'message', text }))
	};
}

function stream(path: string, until: string): Pick<Wire, 'connect' | 'keepAlive'> {
	const send = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
	return { connect: [{ send, until }], keepAlive: null };
}

/**
 * Engine.IO 4 over a WebSocket, without polling first. Packets: 40 connects, 42 is an event, 420 one that asks
 * for the acknowledgement 430, and 3 is a pong.
 */
function socketIo(): Wire {
	const join = (where: object) => [
		upgrade('/socket.io/?EIO=4&transport=websocket', '"sid"'),
		{ send: frame('40'), until: '40{' },
		{
			send: frame(`420${JSON.stringify(['join-room', { room: 'bench', ...where }])}`),
			until: '430['
		}
	];
	const connect = join({});
	return {
		connect,
		resume: (after) => join({ after }),
		connectPublisher: connect,
		keepAlive: frame('3'),
		keepAlivePublisher: frame('3'),
		publish: (text) => frame(`42${JSON.stringify(['message', { room: 'bench', text }])}`)
	};
}

function upgrade(path: string, until: string): Step {
	const send = Buffer.from(
		`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
			'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
	);
	return { send, until };
}

/** A client's text frame. Its masking key is zero, which leaves the payload unchanged. */
function frame(text: string): Buffer {
	const unmasked = encodeTextFrame(text);
	const payloadLength = Buffer.byteLength(text);
	const head = Buffer.from(unmasked.subarray(0, unmasked.length - payloadLength));
	head[1] = (head[1] ?? 0) | maskBit;
	return Buffer.concat([head, maskingKey, unmasked.subarray(head.length)]);
}
