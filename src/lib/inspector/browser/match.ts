import type { TracedConnection } from '../../protocol/wire/connections.ts';
import type { BrowserApi, BrowserStep } from './steps.ts';

/** The result of comparing the clocks: ms to add to times of the browser, and their largest error. */
export interface Offset {
	offset: number;
	uncertainty: number;
}

/** An object that opens connections, with times on the server's clock. */
interface Source {
	number: number;
	api: BrowserApi;
	method: string;
	target: string;
	startedAt: number;
	/** Infinity while it may still send a request. */
	endedAt: number;
}

/** APIs whose objects may send several requests: they reconnect, or need several for one connection. */
const repeatingApis: ReadonlySet<BrowserApi> = new Set(['EventSource', 'socket.io', 'query.live']);

/**
 * The recorded requests of each object, by its number. A request is matched by its target and its time; one that
 * several objects could have sent is matched to none of them.
 */
export function matchRequests(
	steps: readonly BrowserStep[],
	connections: readonly TracedConnection[],
	{ offset, uncertainty }: Offset
): Map<number, TracedConnection[]> {
	const sources = sourcesOf(steps, offset);
	const requests = new Map<number, TracedConnection[]>();
	for (const connection of connections) {
		const { openedAt } = connection;
		const candidates = sources.filter(
			(source) =>
				sends(source, connection) &&
				source.startedAt - uncertainty <= openedAt &&
				source.endedAt + uncertainty >= openedAt &&
				(repeatingApis.has(source.api) || !requests.has(source.number))
		);
		const [source] = candidates;
		if (!source || candidates.length > 1) continue;
		requests.set(source.number, [...(requests.get(source.number) ?? []), connection]);
	}
	return requests;
}

function sourcesOf(steps: readonly BrowserStep[], offset: number): Source[] {
	const sources = new Map<number, Source>();
	for (const step of steps) {
		const { at, source: number, api, action, name: method, target } = step;
		if (action === 'new') {
			sources.set(number, {
				...{ number, api, method, target },
				startedAt: at + offset,
				endedAt: Infinity
			});
		}
		const source = sources.get(number);
		if (source && ends(step)) source.endedAt = Math.min(source.endedAt, at + offset);
	}
	return [...sources.values()];
}

function ends({ api, action, name }: BrowserStep): boolean {
	if (api === 'fetch') return action !== 'new';
	if (api === 'EventSource' && action === 'error') return name === 'CLOSED';
	if (api === 'socket.io' && action === 'error') return true;
	return action === 'close' || action === 'closed';
}

function sends({ api, method, target }: Source, connection: TracedConnection): boolean {
	if (api === 'query.live') return connection.kind === 'query-live';
	// The library adds parameters to those of the page.
	if (api === 'socket.io') {
		const query = target.slice(target.indexOf('?') + 1);
		return connection.kind === 'socket-io' && connection.target.includes(query);
	}
	return connection.method === (method || 'GET') && connection.target === target;
}
