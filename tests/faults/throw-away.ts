import {
	parseInstance,
	type InstanceAction,
	type InstanceStatus
} from '../../src/lib/protocol/instance.ts';
import { compileProgram } from '../support/compile-program.ts';
import { request } from '../contract/lib/http.ts';
import type { Address } from '../contract/lib/server.ts';

/** The arguments of Node that run an instance. */
export const instanceProgram = [await compileProgram('src/instance.ts')];

const startLimitMs = 30_000;
/** How often an instance that starts is asked about: within the rate limit of these requests. */
const askEveryMs = 300;

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

	/** Resolves when it can be used. `headers`: of its reader. */
	static async create(server: Address, headers: Record<string, string> = {}): Promise<ThrowAway> {
		const created = await request(server, 'POST', '/api/instances', undefined, headers);
		const instance = new ThrowAway(server, String(created.body?.['id']), headers);
		await instance.untilReady();
		return instance;
	}

	/** The address under which its rooms are reached, as that of any server. */
	get origin(): string {
		return `${this.#server.origin}${this.path}/proxy`;
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
			await new Promise((resolve) => setTimeout(resolve, askEveryMs));
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
