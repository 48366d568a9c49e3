import { WebSocket } from 'ws';
import { TokenBucket } from '../guards/token-bucket.ts';
import { maxTraceQueueBytes } from '../limits.ts';
import type { TraceOutput } from './trace.ts';

/** Pings of a trace, as frames or as messages: this many at once, then this many per second. */
const pingBurst = 20;
const pingsPerSecond = 5;

/** The server's end of a trace's WebSocket. */
export class TraceSocket extends WebSocket {
	readonly #pings = new TokenBucket(pingBurst, pingsPerSecond);
	#isAlive = true;

	/** Begins to answer pings, and to notice pongs and errors. */
	listen(): void {
		this.on('error', () => undefined); // `close` follows it
		this.on('pong', () => {
			this.#isAlive = true;
		});
		this.on('ping', (data: Buffer) => {
			if (this.takePing()) this.pong(data);
		});
	}

	/** Where the events of the trace go. */
	readonly output: TraceOutput = {
		send: (event) => {
			const json = JSON.stringify(event);
			if (this.bufferedAmount + json.length > maxTraceQueueBytes) return false;
			this.#write(json);
			return true;
		},
		end: (events) => {
			for (const event of events) this.#write(JSON.stringify(event));
			const isSlow = events.some((event) => event.type === 'ended' && event.reason === 'slow');
			this.close(isSlow ? 4408 : 1000, isSlow ? 'slow_reader' : 'ended');
		}
	};

	/** Counts a ping; too many close the connection. Returns whether to answer it. */
	takePing(): boolean {
		if (this.readyState !== WebSocket.OPEN) return false;
		const isAllowed = this.#pings.take(performance.now());
		if (!isAllowed) this.close(4429, 'rate_limited');
		return isAllowed;
	}

	/** Pings the reader's client; ends a trace whose client has not answered since the last call. */
	check(): void {
		if (!this.#isAlive) return this.terminate();
		this.#isAlive = false;
		this.ping();
	}

	#write(json: string): void {
		if (this.readyState === WebSocket.OPEN) this.send(json);
	}
}
