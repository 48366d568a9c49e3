import { randomId } from '../../../src/lib/protocol/room.ts';
import { parseTraceEvent, type TraceEvent } from '../../../src/lib/protocol/trace.ts';
import { WebSocket } from 'ws';
import type { Address } from './server.ts';
import { until } from './wait.ts';

type EventOf<Type extends TraceEvent['type']> = Extract<TraceEvent, { type: Type }>;

/** The reader of a trace. Collects its events and checks them against the protocol. */
export class TraceClient {
	readonly id: string;
	readonly ws: WebSocket;
	readonly events: TraceEvent[] = [];
	closed: { code: number; reason: string } | null = null;

	/** @param ca the certificate of a server with TLS */
	constructor(
		{ origin }: Pick<Address, 'origin'>,
		id = randomId(24),
		headers: Record<string, string> = {},
		ca?: Buffer
	) {
		this.id = id;
		const address = `${origin.replace(/^http/, 'ws')}/trace?id=${id}`;
		this.ws = new WebSocket(address, { headers, ...(ca && { ca }) });
		this.ws.on('message', (data: Buffer) => {
			const event = parseTraceEvent(data.toString());
			if (event === null) throw new Error(`not in the protocol: ${data.toString()}`);
			this.events.push(event);
		});
		this.ws.on('error', () => undefined);
		this.ws.on('close', (code, reason) => {
			this.closed = { code, reason: reason.toString() };
		});
	}

	/** Begins a trace and resolves once the server records. */
	static async start(
		server: Pick<Address, 'origin'>,
		headers: Record<string, string> = {},
		ca?: Buffer
	): Promise<TraceClient> {
		const client = new TraceClient(server, randomId(24), headers, ca);
		await until(() => client.of('started')[0], 'the beginning of the trace');
		return client;
	}

	of<Type extends TraceEvent['type']>(type: Type): EventOf<Type>[] {
		return this.events.filter((event): event is EventOf<Type> => event.type === type);
	}

	/** The recorded bytes of a connection in one direction. @throws Error if some are missing */
	bytes(connection: number, direction: 'in' | 'out'): Buffer {
		const records = this.of('bytes').filter(
			(record) => record.connection === connection && record.direction === direction
		);
		const chunks = records.map(({ bytes }) => Buffer.from(bytes, 'base64'));
		let offset = 0;
		for (const [i, chunk] of chunks.entries()) {
			if (records[i]?.offset !== offset) throw new Error(`bytes are missing at ${offset}`);
			offset += chunk.length;
		}
		return Buffer.concat(chunks);
	}

	/** All recorded bytes, in either direction, as text. */
	get text(): string {
		return Buffer.concat(
			this.of('bytes').map(({ bytes }) => Buffer.from(bytes, 'base64'))
		).toString();
	}

	steps(connection: number): string[] {
		return this.of('step')
			.filter((record) => record.connection === connection)
			.map(({ step }) => step);
	}

	/** Resolves with the last record of the `n`-th recorded request. */
	ended(n = 1): Promise<EventOf<'close'>> {
		return until(
			() => this.of('close').find(({ connection }) => connection === n),
			() => `the end of request ${n}; got ${JSON.stringify(this.events)}`
		);
	}

	async close(): Promise<void> {
		this.ws.close();
		await until(() => this.closed, 'the end of the trace');
	}
}
