import type { OutboxEntry } from '../../client/outbox.ts';
import type { RoomSocket } from '../../client/socket-io-events.ts';
import { outboxSteps } from './outbox-steps.ts';
import { maxBrowserSteps, type BrowserAction, type BrowserStep } from './steps.ts';
import { targetOf } from './target.ts';
import { watchEventSource } from './watch-event-source.ts';
import { watchFetch } from './watch-fetch.ts';
import { watchSocketIo } from './watch-socket-io.ts';
import { watchWebSocket } from './watch-web-socket.ts';

/** Reports a step of one object. */
export type Report = (
	action: BrowserAction,
	detail?: { name?: string; bytes?: number | null }
) => void;

/** `url`: null if the page does not know the address. */
type Opening = Pick<BrowserStep, 'api'> & { url: string | URL | null; method?: string };

/** Records the steps of connections that are opened with the id of one trace. */
export interface BrowserRecorder {
	/** Records that a connection is about to be opened. Returns a function that reports its later steps. */
	opening(opening: Opening): Report;
	watchEventSource(source: EventSource, report: Report): void;
	watchWebSocket(socket: WebSocket, report: Report): void;
	watchFetch(report: Report, pending: Promise<Response>): Promise<Response>;
	watchSocketIo(io: OpenSocket): OpenSocket;
	/** Records what has changed in an outbox between two of its states. */
	outbox(now: readonly OutboxEntry[], before: readonly OutboxEntry[]): void;
	stop(): void;
}

export type OpenSocket = (options: object) => RoomSocket;

interface RecorderOptions {
	onStep: (step: BrowserStep) => void;
	/** Called for each step that is not recorded, because there are too many. */
	onOmitted: () => void;
	limit?: number;
	now?: () => number;
}

export function createRecorder({
	onStep,
	onOmitted,
	limit = maxBrowserSteps,
	now = () => performance.now()
}: RecorderOptions): BrowserRecorder {
	let sources = 0;
	let count = 0;
	let isStopped = false;

	function add(step: Omit<BrowserStep, 'at'>): void {
		if (isStopped) return;
		count += 1;
		if (count > limit) onOmitted();
		else onStep({ at: now(), ...step });
	}

	function opening({ api, url, method = '' }: Opening): Report {
		const source = ++sources;
		const target = url === null ? '' : targetOf(url);
		add({ source, api, action: 'new', name: method, bytes: null, target });
		return (action, { name = '', bytes = null } = {}) =>
			add({ source, api, action, name, bytes, target: '' });
	}

	return {
		opening,
		watchEventSource,
		watchWebSocket,
		watchFetch,
		watchSocketIo: (io) => watchSocketIo(io, (url) => opening({ api: 'socket.io', url })),
		outbox(entries, before) {
			for (const { action, name, bytes } of outboxSteps(entries, before))
				add({ source: 0, api: 'outbox', action, name, bytes, target: '' });
		},
		stop() {
			isStopped = true;
		}
	};
}
