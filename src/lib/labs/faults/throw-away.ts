import {
	parseInstance,
	parseInstanceOffer,
	type InstanceAction,
	type InstanceOffer,
	type InstanceStatus
} from '$lib/protocol/instance.ts';

const root = '/api/instances';
/** The interval at which the status of a server in the queue, or of a starting one, is requested. */
const askEveryMs = 1_000;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Why there is no server. `busy`: the queue is full, or this address waits in it already. */
export type NoServer = 'off' | 'busy' | 'failed' | 'unreachable';

/** What this site offers; null if it cannot be reached. */
export async function loadOffer(): Promise<InstanceOffer | null> {
	const { body } = await ask('GET', root);
	return parseInstanceOffer(body);
}

/** A server for this reader alone, who may kill it. */
export class ThrowAwayServer {
	readonly #path: string;
	hasRedis = false;

	private constructor(id: string) {
		this.#path = `${root}/${id}`;
		// A closed page must not keep others waiting.
		addEventListener('pagehide', this.end, { once: true });
	}

	/**
	 * Resolves with the server once it can be used, or the reason if there is none, or null if `signal` was aborted.
	 * @param onPosition called with the server's position in the queue, and with 0 while it starts
	 */
	static async create(
		signal: AbortSignal,
		onPosition: (position: number) => void
	): Promise<ThrowAwayServer | NoServer | null> {
		const { status: code, body } = await ask('POST', root);
		let status = parseInstance(body);
		if (status === null) return reasonOf(code);
		const server = new ThrowAwayServer(status.id);
		while (status.state !== 'ready') {
			if (status.state === 'failed') return server.#giveUp('failed');
			onPosition(status.state === 'waiting' ? status.position : 0);
			await sleep(askEveryMs);
			if (signal.aborted) return server.#giveUp(null);
			const next = await server.status();
			if (next === null) return server.#giveUp('unreachable');
			status = next;
		}
		server.hasRedis = status.hasRedis;
		return signal.aborted ? server.#giveUp(null) : server;
	}

	/** What precedes the paths of its rooms. */
	get prefix(): string {
		return `${this.#path}/proxy`;
	}

	/** Null if it has ended or cannot be reached. */
	async status(): Promise<InstanceStatus | null> {
		return parseInstance((await ask('GET', this.#path)).body);
	}

	/** Resolves when the action is done; false if it failed. */
	async act(action: InstanceAction): Promise<boolean> {
		return (await ask('POST', `${this.#path}/${action}`)).status === 200;
	}

	readonly end = (): void => {
		removeEventListener('pagehide', this.end);
		// `keepalive`: the request outlives the page.
		void ask('DELETE', this.#path, { keepalive: true });
	};

	#giveUp<Reason>(reason: Reason): Reason {
		this.end();
		return reason;
	}
}

function reasonOf(status: number): NoServer {
	if (status === 404) return 'off';
	return status === 429 || status === 503 ? 'busy' : 'unreachable';
}

/** `status` is 0 if no response arrives, or if the body of the response is not JSON. */
async function ask(
	method: string,
	path: string,
	init: RequestInit = {}
): Promise<{ status: number; body: unknown }> {
	try {
		const response = await fetch(path, { method, cache: 'no-store', ...init });
		const body: unknown = response.status === 204 ? null : await response.json();
		return { status: response.status, body };
	} catch {
		return { status: 0, body: null };
	}
}
