import { createBackoff } from '$lib/client/backoff.ts';
import { parseCursor } from '$lib/protocol/cursor.ts';
import { randomId } from '$lib/protocol/room.ts';
import { parseTutorialEvent } from '$lib/protocol/tutorial.ts';
import { causeFault } from '../own-connection.ts';
import { addRow, type TimelineRow } from '../timeline.ts';
import { createEventSplitter, fieldsOf } from './event-text.ts';
import { text } from './text.ts';
import { arrived, connected, disconnected, emptyTrace } from './trace.ts';

/** デモの切断から再接続までの時間。切断中のイベントが数件になる長さ */
export const outageMs = 4_000;

/** `/api/events` を fetch で受信する。EventSource では、届いたバイト列も送ったヘッダーも参照できない */
export class Feed {
	state = $state<'connecting' | 'open' | 'waiting' | 'closed'>('closed');
	/** 現在の接続を開いたリクエスト */
	request = $state('');
	rows = $state.raw<readonly TimelineRow[]>([]);
	trace = $state.raw(emptyTrace);
	/** 切断をサーバーに要求したか */
	fault = $state<'asked' | 'failed'>();
	/** 再接続時に、最後に受信した位置を送るか */
	resumes = $state(true);

	readonly #isAsked = $derived(this.fault === 'asked');
	/** 現在の接続の名前 */
	#connection = '';
	/** 最後に受信した `id:` */
	#lastEventId = '';

	/** 接続を開き、切れたら再接続する。戻り値の関数で閉じる */
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

	/** この接続だけを、サーバーで予告なしに切断する */
	async cut(): Promise<void> {
		if (this.state !== 'open' || this.fault === 'asked') return;
		const connection = this.#connection;
		this.fault = 'asked';
		const report = await causeFault(connection, 'cut');
		// 応答より先に切断が届くことも、別の接続になっていることもある
		if (!report && connection === this.#connection && this.#isAsked) this.fault = 'failed';
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
			await this.#pause(this.#isAsked ? outageMs : backoff.next(Date.now()), signal);
			this.fault = undefined;
		}
	}

	/** 1つの接続を、切れるまで読む。接続できたかどうかを返す */
	async #read(signal: AbortSignal, onOpen: () => void): Promise<boolean> {
		const headers: Record<string, string> = { accept: 'text/event-stream' };
		if (this.resumes && this.#lastEventId) headers['Last-Event-ID'] = this.#lastEventId;
		this.#connection = randomId(24);
		this.request = ['GET /api/events', ...asLines(headers)].join('\n');
		this.#row('sent', this.request);
		try {
			const url = `/api/events?connection=${this.#connection}`;
			const response = await fetch(url, { headers, signal, cache: 'no-store' });
			const type = { 'content-type': response.headers.get('content-type') ?? '' };
			this.#row('received', [text.status(response.status), ...asLines(type)].join('\n'));
			if (!response.ok || !response.body) return false;
			this.state = 'open';
			onOpen();
			const split = createEventSplitter();
			const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
			for (let part = await reader.read(); part.value; part = await reader.read()) {
				for (const event of split(part.value)) this.#receive(event);
			}
		} catch {
			// 切断または中止
		}
		return this.state === 'open';
	}

	#receive(event: string) {
		this.#row('received', event);
		const { id, data } = fieldsOf(event);
		const cursor = parseCursor(id);
		const update = parseTutorialEvent(data ?? '');
		if (id === undefined || !cursor || !update) return;
		const take = update.type === 'connected' ? connected : arrived;
		this.trace = take(this.trace, cursor, update.timestamp, Date.now());
		this.#lastEventId = id;
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

const asLines = (headers: Record<string, string>) =>
	Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
