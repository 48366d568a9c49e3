import type { Entry, Journal } from '../../server/examples/journal.ts';

/** 1つのログを購読し、自分が追加したものも、全員と同じ順で受け取る */
export class Feed<Data extends object> {
	readonly #journal: Pick<Journal<Data>, 'append' | 'follow' | 'lastId'>;
	readonly #onEntry: (entry: Entry<Data>) => void;
	#last: Entry<Data> | null = null;
	#waiting: { entry: Entry<Data>; resolve: () => void }[] = [];
	stop = (): void => undefined;

	constructor(
		journal: Pick<Journal<Data>, 'append' | 'follow' | 'lastId'>,
		onEntry: (entry: Entry<Data>) => void
	) {
		this.#journal = journal;
		this.#onEntry = onEntry;
	}

	/** 残っている分をすべて受け取ると完了する。購読開始前の、ログの末尾を返す */
	async start(onGap: () => void): Promise<string> {
		const end = await this.#journal.lastId();
		this.stop = await this.#journal.follow(null, {
			entry: (entry) => this.#take(entry),
			gap: onGap
		});
		return end;
	}

	/** 追加したものが届くまで待つ。届けば、それより前もすべて届いている */
	async append(data: Data, clientId?: string): Promise<Entry<Data>> {
		const entry = await this.#journal.append(data, clientId);
		if (!this.#has(entry)) {
			await new Promise<void>((resolve) => this.#waiting.push({ entry, resolve }));
		}
		return entry;
	}

	#take(entry: Entry<Data>) {
		this.#last = entry;
		this.#onEntry(entry);
		// 届いた待機だけを再開する。全部を再開すると、待機数の2乗の処理になる
		this.#waiting = this.#waiting.filter(({ entry, resolve }) => {
			if (!this.#has(entry)) return true;
			resolve();
			return false;
		});
	}

	#has({ id, seq }: Entry<Data>): boolean {
		return this.#last !== null && epochOf(this.#last.id) === epochOf(id) && seq <= this.#last.seq;
	}
}

/** ログが作り直されると、番号は1に戻り、この値が変わる */
function epochOf(id: string): string {
	return id.slice(0, id.lastIndexOf('.'));
}
