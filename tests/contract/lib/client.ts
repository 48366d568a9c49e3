import {
	parseNamedEvent,
	parseServerEvent,
	type ServerEvent
} from '../../../src/lib/protocol/server-event.ts';
import type { Problem } from '../../../src/lib/protocol/errors.ts';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import type { Address } from './server.ts';
import { until } from './wait.ts';

type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>;

export interface ConnectOptions {
	room: string;
	after?: string;
	headers?: Record<string, string>;
	/** The key of a guest. */
	guest?: string;
	/** The name of the connection, by which a test causes faults on it. */
	connection?: string;
	/** The id of the trace that records it. */
	trace?: string;
}

/** The options that have a value, for a query or a payload. */
export function given(options: Record<string, string | undefined>): Record<string, string> {
	const entries = Object.entries(options);
	return Object.fromEntries(
		entries.filter((entry): entry is [string, string] => entry[1] !== undefined)
	);
}

/** A reader on any transport. Records all events in order and checks them against the protocol. */
export abstract class TestClient {
	readonly events: ServerEvent[] = [];
	/** Set when the connection has closed, except when the client itself aborts an HTTP request. */
	closed: { code: number; reason: string } | null = null;
	/** Set when the connection was rejected. */
	refusal: Problem | null = null;

	abstract publish(text: string, clientId?: string): Promise<ServerEvent>;
	abstract close(): void;

	/** Adds an event. @throws if it is null, because `source` is not in the protocol */
	protected record(event: ServerEvent | null, source: string): void {
		if (event === null) throw new Error(`not in the protocol: ${source}`);
		this.events.push(event);
	}

	/** Resolves when the client will receive all messages that are published from now on. */
	async ready(): Promise<void> {
		await this.next('welcome');
	}

	/** The events of a type, in the order of their arrival. */
	of<Type extends ServerEvent['type']>(type: Type): EventOf<Type>[] {
		return this.events.filter((event): event is EventOf<Type> => event.type === type);
	}

	/** Resolves with the `n`-th event of a type. */
	next<Type extends ServerEvent['type']>(type: Type, n = 1): Promise<EventOf<Type>> {
		return until(
			() => this.of(type)[n - 1],
			() => `${type} ${n}; got ${JSON.stringify(this.events)}`
		);
	}

	/** Waits for `count` messages. Returns the texts of all that have arrived. */
	async texts(count: number): Promise<string[]> {
		await this.next('message', count);
		return this.of('message').map(({ text }) => text);
	}

	/** Resolves when the connection has closed, with `closed`. */
	ended(): Promise<{ code: number; reason: string }> {
		return until(() => this.closed, 'the end of the connection');
	}

	/** Resolves with the problem for which the connection was rejected. */
	refused(): Promise<Problem> {
		return until(
			() => this.refusal,
			() => `a rejection; got ${JSON.stringify(this.events)}`
		);
	}
}

export class WebSocketTestClient extends TestClient {
	readonly ws: WebSocket;

	constructor(
		server: Address,
		query: string,
		headers: Record<string, string> = {},
		protocols?: string[]
	) {
		super();
		this.ws = new WebSocket(`ws://127.0.0.1:${server.port}/ws${query}`, protocols, { headers });
		this.ws.on('message', (data: Buffer) => {
			this.record(parseServerEvent(data.toString()), data.toString());
		});
		this.ws.on('error', () => undefined);
		this.ws.on('close', (code, reason) => {
			this.closed = { code, reason: reason.toString() };
			if (this.of('welcome').length === 0) this.refusal = this.of('error').at(-1) ?? null;
		});
	}

	static connect(server: Address, { headers, ...options }: ConnectOptions) {
		const query = new URLSearchParams(given(options));
		return new WebSocketTestClient(server, `?${query}`, headers);
	}

	send(value: unknown): void {
		this.ws.send(JSON.stringify(value));
	}

	async publish(text: string, clientId?: string): Promise<ServerEvent> {
		await this.next('welcome');
		const answers = () => this.events.filter(({ type }) => type === 'ack' || type === 'error');
		const before = answers().length;
		this.send({ type: 'message', text, clientId });
		return until(() => answers()[before], 'an ack or an error');
	}

	close(): void {
		this.ws.close();
	}
}

export type RawSocket = Socket<
	Record<string, (...args: unknown[]) => void>,
	Record<string, (...args: unknown[]) => void>
>;

export class SocketIoTestClient extends TestClient {
	readonly socket: RawSocket;
	readonly #room: string;
	/** `user-joined` and `user-left`, which only Socket.IO has. */
	readonly notices: { event: string; room: string; user: string }[] = [];

	constructor(
		server: Address,
		options: Partial<ConnectOptions> & {
			transports?: string[];
			/** A function can also send what the types forbid. */
			auth?: object | ((answer: (auth: unknown) => void) => void);
			query?: Record<string, string>;
			reconnection?: boolean;
		} = {}
	) {
		super();
		const { headers, auth, query, transports = ['websocket'], reconnection = false } = options;
		this.#room = options.room ?? '';
		this.socket = io(server.origin, {
			transports,
			forceNew: true,
			reconnection,
			reconnectionDelay: 10,
			...(query && { query }),
			...(auth && { auth }),
			...(headers && { extraHeaders: headers })
		});
		this.socket.onAny((type: string, data: { room: string; user: string }) => {
			if (type.startsWith('user-')) {
				this.notices.push({ event: type, ...data });
				return;
			}
			this.record(parseNamedEvent(type, data), `${type} ${JSON.stringify(data)}`);
		});
		this.socket.on('connect_error', (error: unknown) => {
			this.refusal = (error as { data?: Problem }).data ?? null;
		});
		this.socket.on('disconnect', (reason: unknown) => {
			const closing = this.of('closing').at(-1);
			this.closed = { code: closing?.code ?? 1006, reason: String(reason) };
		});
	}

	/** Resolves with a client that is connected, in no room. */
	static async connected(
		server: Address,
		options?: ConstructorParameters<typeof SocketIoTestClient>[1]
	) {
		const client = new SocketIoTestClient(server, options);
		await until(() => client.socket.connected, 'the connection');
		return client;
	}

	static connect(server: Address, options: ConnectOptions) {
		const { room, after, guest, connection, trace } = options;
		const query = given({ guest, connection, trace });
		const client = new SocketIoTestClient(server, { ...options, query });
		// A callback, because events of the same turn would overtake a promise. The acknowledgement is the welcome.
		client.socket.emit('join-room', given({ room, after }), (answer: object) => {
			const event = parseNamedEvent('welcome', answer);
			if (event !== null) client.events.push(event);
			else client.refusal = answer as Problem;
		});
		return client;
	}

	/** Sends an event and resolves with its acknowledgement. */
	ask(event: string, ...args: unknown[]): Promise<Record<string, unknown>> {
		return this.socket.timeout(5000).emitWithAck(event, ...args) as Promise<
			Record<string, unknown>
		>;
	}

	async publish(text: string, clientId?: string): Promise<ServerEvent> {
		await this.next('welcome');
		const answer = await this.ask('message', { room: this.#room, text, clientId });
		const event = parseNamedEvent(answer['ok'] === true ? 'ack' : 'error', answer);
		if (event === null) throw new Error(`not in the protocol: ${JSON.stringify(answer)}`);
		return event;
	}

	close(): void {
		this.socket.close();
	}
}

/** Publishes `m1` to `m<count>` in this order. Returns the room's epoch. */
export async function fill(server: Address, room: string, count: number): Promise<string> {
	const client = WebSocketTestClient.connect(server, { room });
	await client.next('welcome');
	for (let n = 1; n <= count; n++) client.send({ type: 'message', text: `m${n}` });
	const { id } = await client.next('ack', count);
	client.close();
	return id.slice(0, id.indexOf('.'));
}
