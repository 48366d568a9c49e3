import { setTimeout as wait } from 'node:timers/promises';
import type { Journal } from '../../server/examples/journal.ts';
import type { Snapshot } from './protocol.ts';

/** 仕事の記録に並ぶもの。取り消しも記録に書くので、どの台で受けても、走らせている台に伝わる */
export type JobEntry =
	| (Snapshot & { attempt?: string })
	| { state: 'asked'; upTo: number; failHalfway: boolean }
	| { state: 'cancelling' };

const retryMs = 500;

// #region report
/** 仕事のいまを記録に書く。書いている間に変わったら、途中は捨てて最新だけを書く */
export class Report {
	readonly #journal: Pick<Journal<JobEntry>, 'append'>;
	#next: Snapshot | null = null;
	#writing: Promise<void> = Promise.resolve();
	#isWriting = false;

	constructor(journal: Pick<Journal<JobEntry>, 'append'>) {
		this.#journal = journal;
	}

	/** 書き終えたら resolve する */
	tell(snapshot: Snapshot): Promise<void> {
		this.#next = snapshot;
		if (!this.#isWriting) this.#writing = this.#write();
		return this.#writing;
	}

	async #write(): Promise<void> {
		this.#isWriting = true;
		for (let now = this.#next; now !== null; now = this.#next) {
			this.#next = null;
			try {
				await this.#journal.append(now);
			} catch {
				// 記録先に届かない。少し待って、そのときの最新を書く
				this.#next ??= now;
				await wait(retryMs, undefined, { ref: false });
			}
		}
		this.#isWriting = false;
	}
}
// #endregion report
