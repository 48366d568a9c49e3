import type { Socket } from 'node:net';

/** A kind of connection. */
export type Kind = 'websocket' | 'sse' | 'long-polling' | 'socket-io' | 'tutorial';

const upgrade =
	'Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
	'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** The first request of each kind, and the text that shows that the connection is open. */
const handshakes: Record<Kind, (room: string) => { request: string; response: string }> = {
	websocket: (room) => ({
		request: `GET /ws?room=${room} HTTP/1.1\r\n${upgrade}`,
		response: '"welcome"'
	}),
	sse: (room) => ({
		request: `GET /api/rooms/${room}/events HTTP/1.1\r\nHost: a\r\n\r\n`,
		response: 'event: welcome'
	}),
	'long-polling': (room) => ({
		request: `GET /api/rooms/${room}/poll HTTP/1.1\r\nHost: a\r\n\r\n`,
		response: ''
	}),
	'socket-io': () => ({
		request: `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${upgrade}`,
		response: '"sid"'
	}),
	tutorial: () => ({
		request: 'GET /api/events HTTP/1.1\r\nHost: a\r\n\r\n',
		response: '"connected"'
	})
};

/** A text frame with a mask of zeros (RFC 6455 §5.2), for texts of less than 126 bytes. */
function frame(text: string): Buffer {
	const payload = Buffer.from(text);
	return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** Opens a connection and closes it in one of five ways, in rotation. */
export async function openAndClose(
	kind: Kind,
	socket: Socket,
	{ room, turn }: { room: string; turn: number }
): Promise<void> {
	const { request, response } = handshakes[kind](room);
	const hasFrames = kind === 'websocket' || kind === 'socket-io';
	const closed = new Promise((resolve) => socket.once('close', resolve));
	socket.write(request);
	const way = turn % 5;
	if (way > 1) await until(socket, response);
	if (kind === 'socket-io' && way > 2) {
		socket.write(frame('40'));
		await until(socket, '40{"sid"');
		socket.write(frame(`420["join-room",{"room":"${room}"}]`));
		if (way > 3) await until(socket, '430[');
	}
	if (way === 0 || way === 2) {
		// Before or after the first response.
		socket.resetAndDestroy();
	} else if (way === 1 || way === 3) {
		// Half-closed: with frames, the server has to end its half of the connection.
		socket.end();
		socket.resume();
		if (!hasFrames) socket.destroySoon();
	} else if (hasFrames) {
		// A close frame with code 1000.
		socket.write(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]));
		socket.resume();
	} else {
		socket.destroy();
	}
	await closed;
}

/** Resolves when `text` has arrived or the connection has closed. */
async function until(socket: Socket, text: string): Promise<void> {
	if (text === '') return new Promise((resolve) => setImmediate(resolve));
	let received = '';
	await new Promise<void>((resolve) => {
		const onData = (chunk: Buffer) => {
			received += chunk.toString('latin1');
			if (!received.includes(text)) return;
			socket.off('data', onData).off('close', resolve);
			socket.pause();
			resolve();
		};
		socket.on('data', onData).once('close', resolve);
		socket.resume();
	});
	socket.resume();
}
