import type { Socket } from 'node:net';

/** How a connection comes. */
export type Way = 'websocket' | 'sse' | 'long-polling' | 'socket-io' | 'tutorial';

const upgrade =
	'Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
	'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** The first words of each, and what shows that the connection stands. */
const beginnings: Record<Way, (room: string) => { ask: string; answer: string }> = {
	websocket: (room) => ({
		ask: `GET /ws?room=${room} HTTP/1.1\r\n${upgrade}`,
		answer: '"welcome"'
	}),
	sse: (room) => ({
		ask: `GET /api/rooms/${room}/events HTTP/1.1\r\nHost: a\r\n\r\n`,
		answer: 'event: welcome'
	}),
	'long-polling': (room) => ({
		ask: `GET /api/rooms/${room}/poll HTTP/1.1\r\nHost: a\r\n\r\n`,
		answer: ''
	}),
	'socket-io': () => ({
		ask: `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${upgrade}`,
		answer: '"sid"'
	}),
	tutorial: () => ({ ask: 'GET /api/events HTTP/1.1\r\nHost: a\r\n\r\n', answer: '"connected"' })
};

/** A text frame with a mask of zeros (RFC 6455 §5.2), for texts of less than 126 bytes. */
function frame(text: string): Buffer {
	const payload = Buffer.from(text);
	return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** Comes, and leaves in one of five manners: by turns, so that each is tried as often. */
export async function leave(
	way: Way,
	socket: Socket,
	{ room, turn }: { room: string; turn: number; id: string }
): Promise<void> {
	const { ask, answer } = beginnings[way](room);
	const closed = new Promise((resolve) => socket.once('close', resolve));
	socket.write(ask);
	const manner = turn % 5;
	if (manner > 1) await until(socket, answer);
	if (way === 'socket-io' && manner > 2) {
		socket.write(frame('40'));
		await until(socket, '40{"sid"');
		socket.write(frame(`420["join-room",{"room":"${room}"}]`));
		if (manner > 3) await until(socket, '430[');
	}
	if (manner === 0) {
		// Before anything is answered.
		socket.resetAndDestroy();
	} else if (manner === 1 || manner === 3) {
		// Half-closed: the other side has to end it.
		socket.end();
		socket.resume();
		if (way !== 'websocket' && way !== 'socket-io') socket.destroySoon();
	} else if (manner === 2) {
		socket.resetAndDestroy();
	} else if (way === 'websocket' || way === 'socket-io') {
		// A close frame, 1000.
		socket.write(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]));
		socket.resume();
	} else {
		socket.destroy();
	}
	await closed;
}

/** Resolves when `text` has come, or the connection is over. */
async function until(socket: Socket, text: string): Promise<void> {
	if (text === '') return new Promise((resolve) => setImmediate(resolve));
	let received = '';
	await new Promise<void>((resolve) => {
		const hear = (chunk: Buffer) => {
			received += chunk.toString('latin1');
			if (!received.includes(text)) return;
			socket.off('data', hear).off('close', resolve);
			socket.pause();
			resolve();
		};
		socket.on('data', hear).once('close', resolve);
		socket.resume();
	});
	socket.resume();
}
