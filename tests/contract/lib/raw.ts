import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TestServer } from './server.ts';
import { until } from './wait.ts';

/** A plain TCP connection, for what no client library would send. */
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

	static async connect(server: TestServer): Promise<RawClient> {
		const socket = connect(server.port, '127.0.0.1');
		await once(socket, 'connect');
		return new RawClient(socket);
	}

	/** What has come, as text. */
	get text(): string {
		return this.received.toString();
	}

	/** Asks for an upgrade and resolves with the status of the answer. */
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

	/** One masked frame (RFC 6455 §5.2) with an all-zero mask; `length` may lie about the payload. */
	frame(opcode: number, payload: Buffer | string = '', length = Buffer.byteLength(payload)): void {
		const header = Buffer.alloc(length < 126 ? 6 : 8);
		header[0] = 0x80 | opcode;
		header[1] = 0x80 | (length < 126 ? length : 126);
		if (length >= 126) header.writeUInt16BE(length, 2);
		this.socket.write(Buffer.concat([header, Buffer.from(payload)]));
	}

	async ended(): Promise<void> {
		await until(() => this.socket.destroyed || this.socket.readableEnded, 'the end of the socket');
	}
}
