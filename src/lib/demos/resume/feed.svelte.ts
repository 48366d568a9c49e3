import { createBackoff } from '$lib/client/backoff.ts';
import { randomId } from '$lib/protocol/room.ts';
import { createEventSplitter } from '../event-splitter.ts';
import { causeFault } from '../own-connection.ts';
import { addRow, type TimelineRow } from '../timeline.ts';
import { receive } from './receive.ts';
import { requestText, responseText } from './recording.ts';
import { text } from './text.ts';
import { disconnected, emptyTrace } from './trace.ts';

/** How long a cut lasts: the server sends several events meanwhile. */
export const outageMs = 4_000;

/** Reads `/api/events` with fetch: an EventSource exposes neither the bytes received nor the headers sent. */
export class Feed {
	state = $state<'connecting' | 'open' | 'waiting' | 'closed'>('closed');
	/** The request that opened the current connection. */
	request = $state('');
	rows = $state.raw<readonly TimelineRow[]>([]);
	trace = $state.raw(emptyTrace);
	/** The state of the request to cut the connection; undefined before the request and after the cut. */
	fault = $state<'requested' | 'failed'>();
	/** Whether a reconnection sends the last position. */
	resumes = $state(true);

	readonly #isRequested = $derived(this.fault === 'requested');
	/** The name of the current connection. */
	#connection = '';
	/** The last `id:` that was received. */
	#lastEventId = '';

	/** Connects, and reconnects after a loss. Returns a function that closes the connection. */
	open(): () => void {
		const closing = new AbortController();
		void this.#keepReading(closing.signal);
		return () => {
			closing.abort();
			if (this.state === 'open') this.#note(text.closed);
			this.trace = disconnected(this.trace, Date.now());
			this.state = 'closed';
			this.fault = undefined;
		};
	}

	/** Makes the server cut this connection without notice. */
	async cut(): Promise<void> {
		if (this.state !== 'open' || this.fault === 'requested') return;
		const connection = this.#connection;
		this.fault = 'requested';
		const report = await causeFault(connection, 'cut');
		// The connection may have been lost, and replaced, before the response.
		if (!report && connection === this.#connection && this.#isRequested) this.fault = 'failed';
	}

	async #keepReading(signal: AbortSignal) {
		const backoff = createBackoff();
		const isClosed = () => signal.aborted;
		while (!isClosed()) {
			this.state = 'connecting';
			const wasOpen = await this.#read(signal, () => backoff.opened(Date.now()));
			if (isClosed()) return;
			this.state = 'waiting';
			if (wasOpen) this.#note(text.ended);
			this.trace = disconnected(this.trace, Date.now());
			await this.#pause(this.#isRequested ? outageMs : backoff.next(Date.now()), signal);
			this.fault = undefined;
		}
	}

	/** Reads one connection until it is lost. Returns whether it was open. */
	async #read(signal: AbortSignal, onOpen: () => void): Promise<boolean> {
		const headers: Record<string, string> = { accept: 'text/event-stream' };
		if (this.resumes && this.#lastEventId) headers['Last-Event-ID'] = this.#lastEventId;
		this.#connection = randomId(24);
		this.request = requestText(headers);
		this.#row('sent', this.request);
		try {
			const url = `/api/events?connection=${this.#connection}`;
			const response = await fetch(url, { headers, signal, cache: 'no-store' });
			const type = response.headers.get('content-type') ?? '';
			this.#row('received', responseText(response.status, type));
			if (!response.ok || !response.body) return false;
			this.state = 'open';
			onOpen();
			const split = createEventSplitter();
			const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
			for (let part = await reader.read(); part.value; part = await reader.read()) {
				for (const event of split(part.value)) this.#receive(event);
			}
		} catch {
			// lost or aborted
		}
		return this.state === 'open';
	}

	#receive(event: string) {
		this.#row('received', event);
		const received = receive(this.trace, event, Date.now());
		if (received === null) return;
		this.trace = received.trace;
		this.#lastEventId = received.id;
	}

	#row(kind: TimelineRow['kind'], line: string) {
		this.rows = addRow(this.rows, { at: Date.now(), kind, text: line });
	}

	#note(line: string) {
		this.#row('note', line);
	}

	#pause(ms: number, signal: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, ms);
			signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
		});
	}
}
