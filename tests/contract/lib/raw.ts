import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Address } from './server.ts';
import { until } from './wait.ts';

/** RFC 6455 §5.2 */
export const opcodes = {
	continuation: 0x0,
	text: 0x1,
	binary: 0x2,
	close: 0x8,
	ping: 0x9,
	pong: 0xa
} as const;

/** Set in the first byte of a message's last frame, and in the second byte of a masked frame. */
const [lastBit, maskBit] = [0x80, 0x80];
/** In place of a length: the length itself follows, in 16 or 64 bits. */
const [lengthIn16Bits, lengthIn64Bits] = [126, 127];

/** A frame that may violate RFC 6455 §5.2. */
export interface Frame {
	opcode: number;
	payload?: Buffer | string;
	/** Whether it is the last frame of its message; default: true. */
	isLast?: boolean;
	/** The three reserved bits; default: 0. */
	reserved?: number;
	isMasked?: boolean;
	/** The length in the header; default: that of the payload. */
	length?: number;
}

/** The bytes of a frame, with an all-zero mask. */
export function frameBytes(frame: Frame): Buffer {
	const { opcode, payload = '', isLast = true, reserved = 0, isMasked = true } = frame;
	const body = Buffer.from(payload);
	const length = frame.length ?? body.length;
	const extended = length < lengthIn16Bits ? 0 : length < 65_536 ? 2 : 8;
	const header = Buffer.alloc(2 + extended + (isMasked ? 4 : 0));
	header[0] = (isLast ? lastBit : 0) | (reserved << 4) | opcode;
	const short = extended === 0 ? length : extended === 2 ? lengthIn16Bits : lengthIn64Bits;
	header[1] = (isMasked ? maskBit : 0) | short;
	if (extended === 2) header.writeUInt16BE(length, 2);
	if (extended === 8) header.writeBigUInt64BE(BigInt(length), 2);
	return Buffer.concat([header, body]);
}

/** Sends a string as Latin-1 bytes. Returns the status of the answer, or null if the connection closes without one. */
export async function statusOfRaw(server: Address, sent: string): Promise<number | null> {
	const client = await RawClient.connect(server);
	client.socket.write(Buffer.from(sent, 'latin1'));
	const isOver = () => client.socket.destroyed || client.socket.readableEnded;
	await until(() => client.text.includes('\r\n\r\n') || isOver(), `an answer to ${sent}`);
	client.socket.destroy();
	const [, status] = /^HTTP\/1\.1 (\d+)/.exec(client.text) ?? [];
	return status === undefined ? null : Number(status);
}

/** A plain TCP connection, for input that no client library would send. */
export class RawClient {
	readonly socket: Socket;
	readonly #chunks: Buffer[] = [];

	private constructor(socket: Socket) {
		this.socket = socket;
		socket.on('error', () => undefined);
		socket.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
	}

	get received(): Buffer {
		if (this.#chunks.length > 1) this.#chunks.splice(0, Infinity, Buffer.concat(this.#chunks));
		return this.#chunks[0] ?? Buffer.alloc(0);
	}

	static async connect(server: Address): Promise<RawClient> {
		const socket = connect(server.port, '127.0.0.1');
		await once(socket, 'connect');
		return new RawClient(socket);
	}

	/** The received bytes as text. */
	get text(): string {
		return this.received.toString();
	}

	/** Requests an upgrade. Returns the status of the response. */
	async upgrade(path: string, headers: Record<string, string> = {}): Promise<number> {
		const lines = Object.entries({
			Host: 'localhost',
			Connection: 'Upgrade',
			Upgrade: 'websocket',
			'Sec-WebSocket-Version': '13',
			'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
			...headers
		}).map(([name, value]) => `${name}: ${value}\r\n`);
		this.socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
		await until(() => this.received.includes('\r\n\r\n'), 'an answer to the upgrade');
		return Number(this.received.toString('latin1').split(' ')[1]);
	}

	/** Sends one frame; `length` may differ from the payload's. */
	frame(opcode: number, payload: Buffer | string = '', length?: number): void {
		this.socket.write(frameBytes({ opcode, payload, ...(length !== undefined && { length }) }));
	}

	/** The code of the close frame at the end of the received bytes, or null. */
	get closeCode(): number | null {
		const at = this.received.lastIndexOf(lastBit | opcodes.close);
		return at < 0 || at + 4 > this.received.length ? null : this.received.readUInt16BE(at + 2);
	}

	/** Resolves when the server has ended the connection. */
	async ended(): Promise<void> {
		await until(() => this.socket.destroyed || this.socket.readableEnded, 'the end of the socket');
	}
}
