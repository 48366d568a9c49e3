import {
	parseInstance,
	type InstanceAction,
	type InstanceStatus
} from '../../src/lib/protocol/instance.ts';
import { compileProgram } from '../support/compile-program.ts';
import { request } from '../contract/lib/http.ts';
import type { Address } from '../contract/lib/server.ts';

/** The arguments of Node that run an instance. */
export const instanceProgram = [
	await compileProgram(new URL('../../src/instance.ts', import.meta.url))
];

const startLimitMs = 30_000;
/** The interval of requests for the status of an instance that starts, within their rate limit. */
const statusIntervalMs = 300;

/** A throw-away server of a reader, used over HTTP. */
export class ThrowAway {
	readonly id: string;
	readonly #server: Address;
	readonly #headers: Record<string, string>;

	private constructor(server: Address, id: string, headers: Record<string, string>) {
		this.#server = server;
		this.id = id;
		this.#headers = headers;
	}

	/**
	 * Resolves when the new server can be used.
	 * @param headers those of its reader
	 * @throws Error if it does not start in time
	 */
	static async create(server: Address, headers: Record<string, string> = {}): Promise<ThrowAway> {
		const created = await request(server, 'POST', '/api/instances', undefined, headers);
		const instance = new ThrowAway(server, String(created.body?.['id']), headers);
		await instance.untilReady();
		return instance;
	}

	/** What clients of its rooms use as the origin of a server. */
	get origin(): string {
		return `${this.#server.origin}${this.path}/proxy`;
	}

	get address(): Address {
		return { port: this.#server.port, origin: this.origin };
	}

	get path(): string {
		return `/api/instances/${this.id}`;
	}

	async status(): Promise<InstanceStatus | null> {
		const { body } = await request(this.#server, 'GET', this.path, undefined, this.#headers);
		return parseInstance(body);
	}

	async untilReady(): Promise<void> {
		for (const end = performance.now() + startLimitMs; performance.now() < end;) {
			if ((await this.status())?.state === 'ready') return;
			await new Promise((resolve) => setTimeout(resolve, statusIntervalMs));
		}
		throw new Error('the instance did not start');
	}

	act(action: InstanceAction) {
		return request(this.#server, 'POST', `${this.path}/${action}`, undefined, this.#headers);
	}

	end() {
		return request(this.#server, 'DELETE', this.path, undefined, this.#headers);
	}
}
