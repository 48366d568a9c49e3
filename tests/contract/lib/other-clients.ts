import { afterAll, beforeAll, expect } from 'vitest';
import { errorCodes } from '../../../src/lib/protocol/errors.ts';
import { randomId } from '../../../src/lib/protocol/room.ts';
import type { TestClient } from './client.ts';
import { readMetrics } from './metrics.ts';
import { startServer, type Address, type TestServer } from './server.ts';
import { transports } from './transports.ts';
import { until } from './wait.ts';

/** The codes that any client may get. `internal` would be a bug of the server. */
const allowedCodes: readonly string[] = errorCodes.filter((code) => code !== 'internal');

/** Checks that a rejection has a code of the contract. */
export function expectCode(code: unknown, about: unknown): void {
	expect(allowedCodes, JSON.stringify(about)).toContain(code);
}

/** Well-behaved clients, one per transport, that must miss nothing while another client misbehaves. */
export class OtherClients {
	readonly #server: Address;
	readonly #clients: readonly TestClient[];
	readonly #published: string[] = [];

	private constructor(server: Address, clients: readonly TestClient[]) {
		this.#server = server;
		this.#clients = clients;
	}

	static async on(server: Address): Promise<OtherClients> {
		const room = `others-${randomId(8)}`;
		const clients = transports.map(({ connect }) => connect(server, { room }));
		await Promise.all(clients.map((client) => client.ready()));
		return new OtherClients(server, clients);
	}

	/** Every client publishes a message. */
	async publish(): Promise<void> {
		for (const client of this.#clients) {
			const text = `message ${this.#published.length}`;
			expect(await client.publish(text)).toMatchObject({ type: 'ack' });
			this.#published.push(text);
		}
	}

	/**
	 * Checks that all clients have received everything in order and are still connected. Then they close, and no
	 * connection or room may remain. The server must not have counted an internal error.
	 */
	async expectUnaffected(): Promise<void> {
		await this.publish();
		for (const client of this.#clients) {
			expect(await client.texts(this.#published.length)).toEqual(this.#published);
			expect([client.closed, client.of('gap')]).toEqual([null, []]);
			client.close();
		}
		expect(await readMetrics(this.#server)).not.toMatch(
			/^wirelab_errors_total\{.*code="internal"/m
		);
		const isEmpty = async () => {
			const text = await readMetrics(this.#server);
			const counts = [...text.matchAll(/^wirelab_(?:connections|rooms)(?:\{.*\})? (\d+)$/gm)];
			return counts.length > 1 && counts.every(([, count]) => count === '0');
		};
		await until(isEmpty, 'the end of all connections');
	}
}

/** The server of a file of hostile tests; available while its tests run. */
export interface ServerWithOtherClients {
	readonly server: TestServer;
	readonly others: OtherClients;
}

/** Starts a server with other clients for all tests of a file, and checks the other clients at the end. */
export function serverWithOtherClients(env: Record<string, string> = {}): ServerWithOtherClients {
	let server: TestServer;
	let others: OtherClients;
	beforeAll(async () => {
		server = await startServer(env);
		others = await OtherClients.on(server);
	});
	afterAll(async () => {
		await others.expectUnaffected();
		await server.close();
	});
	return {
		get server() {
			return server;
		},
		get others() {
			return others;
		}
	};
}
