import { createBackoff } from '$lib/client/backoff.ts';
import { parseTutorialEvent, type TutorialEvent } from '$lib/protocol/tutorial.ts';
import { count, emptyTally, isReplayed, stopped } from './tally.ts';

type Update = Extract<TutorialEvent, { type: 'update' }>;

// #region feed
export class Feed {
	state = $state<'connecting' | 'open' | 'waiting' | 'closed'>('closed');
	events = $state.raw<(Update & { id: string; replayed: boolean })[]>([]);
	tally = $state.raw(emptyTally); // 受信数と欠落数
	rejected = $state(0);

	/** 接続を開く。戻り値の関数で閉じる */
	open(url: string, EventSource = window.EventSource): () => void {
		const backoff = createBackoff();
		let source: EventSource;
		let timer: ReturnType<typeof setTimeout> | undefined;

		const connect = () => {
			source = new EventSource(url);
			source.onopen = () => {
				this.state = 'open';
				backoff.opened(Date.now());
			};
			source.onmessage = (event) => this.#receive(String(event.data), event.lastEventId);
			source.onerror = () => {
				// CONNECTING なら、ブラウザーが再接続している。閉じてはいけない
				this.state = 'waiting';
				// CLOSED なら、ブラウザーは再接続しない。待機後に自前で再接続する
				if (source.readyState !== EventSource.CLOSED) return;
				timer = setTimeout(connect, backoff.next(Date.now()));
			};
		};

		this.state = 'connecting';
		connect();
		return () => {
			clearTimeout(timer);
			source.close();
			this.state = 'closed';
			this.tally = stopped(this.tally);
		};
	}

	#receive(data: string, id: string) {
		const event = parseTutorialEvent(data);
		if (!event) return void (this.rejected += 1); // 不正なものは、数えて破棄する
		this.tally = count(this.tally, id, event);
		if (event.type === 'connected') return;
		const update = { ...event, id, replayed: isReplayed(this.tally, event) };
		this.events = [...this.events, update].slice(-10); // 最後の10件
	}
}
// #endregion feed
