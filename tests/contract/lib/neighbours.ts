import { expect } from 'vitest';
import { errorCodes } from '../../../src/lib/protocol/errors.ts';
import { randomId } from '../../../src/lib/protocol/room.ts';
import type { TestClient } from './client.ts';
import type { Address } from './server.ts';
import { transports } from './transports.ts';

/** What any answer to a stranger may bear: `internal` would be a mistake of the server’s own. */
const codesForStrangers: readonly string[] = errorCodes.filter((code) => code !== 'internal');

/** Sees that a refusal is one of the contract’s. */
export function expectCode(code: unknown, about: unknown): void {
	expect(codesForStrangers, JSON.stringify(about)).toContain(code);
}

/** People who behave, one on each transport, while somebody else does not: they have to miss nothing. */
export class Neighbours {
	readonly #clients: readonly TestClient[];
	readonly #said: string[] = [];

	private constructor(clients: readonly TestClient[]) {
		this.#clients = clients;
	}

	static async on(server: Address): Promise<Neighbours> {
		const room = `neighbours-${randomId(8)}`;
		const clients = transports.map(({ connect }) => connect(server, { room }));
		await Promise.all(clients.map((client) => client.ready()));
		return new Neighbours(clients);
	}

	/** Each says something. */
	async speak(): Promise<void> {
		for (const client of this.#clients) {
			const text = `said ${this.#said.length}`;
			expect(await client.publish(text)).toMatchObject({ type: 'ack' });
			this.#said.push(text);
		}
	}

	/** All have heard everything, in order, and are still there; then they leave. */
	async expectUnharmed(): Promise<void> {
		await this.speak();
		for (const client of this.#clients) {
			expect(await client.texts(this.#said.length)).toEqual(this.#said);
			expect([client.closed, client.of('gap')]).toEqual([null, []]);
			client.close();
		}
	}
}
