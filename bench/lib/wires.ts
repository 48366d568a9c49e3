import { encodeTextFrame } from '../../src/lib/server/realtime/wire/text-frame.ts';

/** One step of getting in: say this, then read until that text has come. */
export interface Step {
	say: Buffer;
	until: string;
}

/** How a client of one kind speaks with a server, in bytes. */
export interface Wire {
	/** How a reader gets in. */
	enter: readonly Step[];
	/** How it goes on after a cursor; without it it begins anew. */
	resume?(cursor: string): readonly Step[];
	/** What it says now and then, so that nobody takes it for dead. */
	keepAlive: Buffer | null;
	/** How publishers get in, who may be of another kind. */
	enterAsPublisher: readonly Step[];
	keepAliveAsPublisher: Buffer;
	publish(text: string): Buffer;
}

const ourEvents = '/api/rooms/bench/events';

/** The kinds of clients, by name: a name can be handed to another process. */
export const wires = {
	'our-websocket': ourWebSocket(),
	'our-sse': {
		...ourWebSocket(),
		...stream(ourEvents, 'event: welcome'),
		resume: (cursor) => stream(`${ourEvents}?after=${cursor}`, 'event: welcome').enter
	},
	'socket-io': socketIo(),
	websocket: {
		...webSocket('/', '\r\n\r\n'),
		enterAsPublisher: [upgrade('/publish', '\r\n\r\n')]
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
	const enter = [upgrade(path, until)];
	// A pong that nobody has asked for is a sign of life, too (RFC 6455 §5.5.3).
	const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
	return {
		enter,
		enterAsPublisher: enter,
		keepAlive: pong,
		keepAliveAsPublisher: pong,
		publish: (text) => frame(JSON.stringify({ type: 'message', text }))
	};
}

function stream(path: string, until: string): Pick<Wire, 'enter' | 'keepAlive'> {
	const say = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
	return { enter: [{ say, until }], keepAlive: null };
}

/** Engine.IO 4 over a WebSocket, without polling first. */
function socketIo(): Wire {
	const join = (where: object) => [
		upgrade('/socket.io/?EIO=4&transport=websocket', '"sid"'),
		{ say: frame('40'), until: '40{' },
		{
			say: frame(`420${JSON.stringify(['join-room', { room: 'bench', ...where }])}`),
			until: '430['
		}
	];
	const enter = join({});
	return {
		enter,
		resume: (after) => join({ after }),
		enterAsPublisher: enter,
		keepAlive: frame('3'),
		keepAliveAsPublisher: frame('3'),
		publish: (text) => frame(`42${JSON.stringify(['message', { room: 'bench', text }])}`)
	};
}

function upgrade(path: string, until: string): Step {
	const say = Buffer.from(
		`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
			'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
	);
	return { say, until };
}

/** A client's frame. All zeros are a mask like any other, and leave the payload as it is. */
function frame(text: string): Buffer {
	const server = encodeTextFrame(text);
	const payload = Buffer.byteLength(text);
	const head = Buffer.from(server.subarray(0, server.length - payload));
	head[1] = (head[1] ?? 0) | 0x80;
	return Buffer.concat([head, Buffer.alloc(4), server.subarray(head.length)]);
}
