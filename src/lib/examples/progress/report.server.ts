import { setTimeout as wait } from 'node:timers/promises';
import type { Journal } from '../../server/examples/journal.ts';
import type { Snapshot } from './protocol.ts';

/** ジョブのログに書くイベント。キャンセルも書くので、どのインスタンスで受けても、実行中のインスタンスに届く */
export type JobEntry =
	| (Snapshot & { attempt?: string })
	| { state: 'asked'; upTo: number; failHalfway: boolean }
	| { state: 'cancelling' };

const retryMs = 500;

// #region report
/** ジョブの状態をログに書く。書き込み中に変わったら、途中の値を破棄して最新だけを書く */
export class Report {
	readonly #journal: Pick<Journal<JobEntry>, 'append'>;
	#next: Snapshot | null = null;
	#writing: Promise<void> = Promise.resolve();
	#isWriting = false;

	constructor(journal: Pick<Journal<JobEntry>, 'append'>) {
		this.#journal = journal;
	}

	/** 書き込みが完了したら resolve する */
	write(snapshot: Snapshot): Promise<void> {
		this.#next = snapshot;
		if (!this.#isWriting) this.#writing = this.#flush();
		return this.#writing;
	}

	async #flush(): Promise<void> {
		this.#isWriting = true;
		for (let now = this.#next; now !== null; now = this.#next) {
			this.#next = null;
			try {
				await this.#journal.append(now);
			} catch {
				// ログに接続できない。少し待って、その時点の最新を書く
				this.#next ??= now;
				await wait(retryMs, undefined, { ref: false });
			}
		}
		this.#isWriting = false;
	}
}
// #endregion report
