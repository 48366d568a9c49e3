import { createBackoff } from '../../client/backoff.ts';
import { refusalOf } from '../../client/http-refusal.ts';
import { createLifecycle } from '../../client/lifecycle.ts';
import type { ConnectionState } from '../../client/state.ts';
import { parseJson } from '../../protocol/client-event.ts';
import { isOver, Snapshot } from './protocol.ts';

const base = '/api/examples/progress';

/** 1人分の画面の状態。1つのジョブの表示、開始、キャンセルを扱う */
export class Pane {
	connection = $state.raw<ConnectionState>({ name: 'closed', reason: 'stopped' });
	/** 表示中のジョブの状態。開始前なら null */
	now = $state.raw<Snapshot | null>(null);
	readonly isOver = $derived(this.now !== null && isOver(this.now));
	/** 拒否された理由 */
	problem = $state<string | null>(null);
	isSending = $state(false);

	#job: string;
	#after: string | null = null;
	#source: EventSource | undefined;
	readonly #lifecycle = createLifecycle({
		link: { open: () => this.#open(), drop: () => this.#drop() },
		backoff: createBackoff(),
		onState: (state) => (this.connection = state),
		page: window
	});

	constructor(job: string) {
		this.#job = job;
	}

	start = () => this.#lifecycle.start();
	stop = () => this.#lifecycle.stop();
	cut = () => this.#lifecycle.lost();
	dispose = () => this.#lifecycle.dispose();

	/** ほかのジョブに切り替える */
	watch(job: string) {
		if (job === this.#job) return;
		this.stop();
		this.#job = job;
		this.#after = this.now = this.problem = null;
	}

	// #region open
	#open() {
		const after = this.#after === null ? '' : `&after=${encodeURIComponent(this.#after)}`;
		const source = new EventSource(`${base}/events?job=${this.#job}${after}`);
		this.#source = source;
		const ifCurrent = (act: () => void) => this.#source === source && act();
		source.onopen = () =>
			ifCurrent(() => {
				this.#lifecycle.opened();
				this.connection = { name: 'open' };
			});
		source.onmessage = ({ data, lastEventId }: MessageEvent<string>) =>
			ifCurrent(() => {
				this.#after = lastEventId;
				const parsed = parseJson(Snapshot, data);
				if (parsed.ok) this.now = parsed.value;
				// 完了したら、クライアントから閉じる。閉じないと、ブラウザーが再接続し続ける(S8)
				if (this.isOver) this.stop();
			});
		source.onerror = () =>
			ifCurrent(() => {
				// 通信が切れただけなら、ブラウザーが Last-Event-ID を付けて再接続する
				if (source.readyState === EventSource.CONNECTING) this.connection = { name: 'connecting' };
				else this.#lifecycle.lost();
			});
	}
	// #endregion open

	#drop() {
		this.#source?.close();
		this.#source = undefined;
	}

	/** 開始を要求する。レスポンスを失ったら、同じ `job` で再送すればよい */
	begin(upTo: number, failHalfway: boolean) {
		return this.#post(base, { job: this.#job, upTo, failHalfway });
	}

	cancel = () => this.#post(`${base}/cancel`, { job: this.#job });

	async #post(url: string, body: object) {
		this.isSending = true;
		this.problem = null;
		try {
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
				signal: AbortSignal.timeout(10_000)
			});
			if (!response.ok) this.problem = (await refusalOf(response)).code;
		} catch {
			this.problem = 'unknown';
		}
		this.isSending = false;
	}
}
