import { randomUUID } from 'node:crypto';
import { Refusal } from '../../server/realtime/refusal.ts';
import type { ExampleHost } from '../../server/examples/host.ts';
import type { Journal } from '../../server/examples/journal.ts';
import type { Ending, Snapshot } from './protocol.ts';
import { Report, type JobEntry } from './report.server.ts';
import { run, type Run } from './worker.server.ts';

// #region limits
const defaults = {
	/** 同時に実行する数。残りのCPUは、接続の処理に使う */
	maxRunning: 1,
	/** キューの上限 */
	maxWaiting: 20,
	/** 1つのアドレスから受け付ける、未完了のジョブの数 */
	perAddress: 3,
	/** 1件の実行時間の上限 */
	deadlineMs: 60_000
};
// #endregion limits

/** `code` はワーカーのコード */
export type JobsOptions = { code: string } & Partial<typeof defaults>;

interface Job {
	report: Report;
	address: string;
	failHalfway: boolean;
	now: Snapshot;
	run: Run | null;
	accepted: Promise<void>;
	isAccepted: boolean;
	/** 完了をログに書き終えた */
	finished: Promise<void>;
	/** キャンセルの監視をやめる */
	unfollow: () => void;
}

/** このプロセスが受け付けたジョブ。順に実行し、現在の状態をログに書く */
export class Jobs {
	readonly #server: Pick<ExampleHost, 'journal'>;
	readonly #options: Required<JobsOptions>;
	/** 未完了のジョブ。鍵 → ジョブ。追加順に並ぶ */
	readonly #jobs = new Map<string, Job>();
	#isEnding = false;

	constructor(server: Pick<ExampleHost, 'journal'>, options: JobsOptions) {
		this.#server = server;
		this.#options = { ...defaults, ...options };
	}

	// #region start
	/** ジョブをキューに追加する。同じ鍵の要求は、1度だけ実行する。内容が違えば、重複とみなさず拒否する */
	async start(
		{ job: key, upTo, failHalfway }: { job: string; upTo: number; failHalfway: boolean },
		address: string
	): Promise<void> {
		const known = this.#jobs.get(key);
		if (known?.now.upTo === upTo && known.failHalfway === failHalfway) return known.accepted;
		if (known) throw new Refusal('client_id_conflict');
		const journal = this.#server.journal<JobEntry>('progress', key, address);
		this.#checkLimits(address);
		const now: Snapshot = { state: 'queued', upTo, done: 0, primes: 0, ahead: this.#jobs.size };
		const report = new Report(journal);
		const job: Job = {
			...{ report, address, failHalfway, now, run: null, isAccepted: false },
			...{ accepted: Promise.resolve(), finished: Promise.resolve(), unfollow: () => undefined }
		};
		this.#jobs.set(key, job); // await の前に枠を確保する。同時に届いても、上限を超えない
		job.accepted = this.#accept(key, job, journal);
		return job.accepted;
	}

	async #accept(key: string, job: Job, journal: Journal<JobEntry>): Promise<void> {
		try {
			const first = await record(journal, job);
			if (first === null) return void this.#jobs.delete(key);
			job.unfollow = await journal.follow(first.id, {
				entry: ({ data }) => data.state === 'cancelling' && void this.#stop(key, 'cancelled'),
				gap: () => undefined
			});
			job.isAccepted = true;
		} catch (error) {
			this.#jobs.delete(key);
			throw error;
		} finally {
			this.#next();
		}
	}

	#checkLimits(address: string): void {
		const { maxRunning, maxWaiting, perAddress } = this.#options;
		if (this.#isEnding) throw new Refusal('draining');
		const own = [...this.#jobs.values()].filter((job) => job.address === address);
		if (own.length >= perAddress) throw new Refusal('rate_limited', { retryAfterMs: 10_000 });
		if (this.#jobs.size >= maxRunning + maxWaiting)
			throw new Refusal('full', { retryAfterMs: 10_000 });
	}
	// #endregion start

	/** キャンセルをログに書く。存在しない鍵でも、ログが1つ増えるだけ */
	async cancel(key: string, address?: string): Promise<void> {
		await this.#server.journal<JobEntry>('progress', key, address).append({ state: 'cancelling' });
	}

	/** プロセスの終了処理。ジョブを止め、中断をログに書き終えるまで待つ */
	async end(): Promise<void> {
		this.#isEnding = true;
		await Promise.all([...this.#jobs.keys()].map((key) => this.#stop(key, 'interrupted')));
	}

	// #region next
	/** 空きがあれば次を実行し、待機中のジョブの順番を更新する */
	#next(): void {
		const jobs = [...this.#jobs].filter(([, job]) => job.isAccepted);
		for (const [ahead, [key, job]] of jobs.entries()) {
			if (job.run !== null || this.#isEnding) continue;
			if (ahead < this.#options.maxRunning) this.#run(key, job);
			else if (job.now.ahead !== ahead) void this.#update(job, { ahead });
		}
	}

	#run(key: string, job: Job): void {
		void this.#update(job, { state: 'running', ahead: 0 });
		const { code, deadlineMs } = this.#options;
		const work = { upTo: job.now.upTo, failHalfway: job.failHalfway };
		job.run = run(code, work, {
			deadlineMs,
			counted: (counted) => void this.#update(job, counted)
		});
		job.finished = job.run.ended.then((state) => this.#finish(key, job, state));
	}

	/** どの終了でも、ここを通る。ワーカーが異常終了しても、キューは進む */
	#finish(key: string, job: Job, state: Ending): Promise<void> {
		this.#jobs.delete(key);
		job.unfollow();
		this.#next();
		return this.#update(job, { state, ahead: 0 });
	}
	// #endregion next

	async #stop(key: string, reason: Ending): Promise<void> {
		const job = this.#jobs.get(key);
		if (!job) return;
		// 受け付けをログに書き終える前に、完了を書かない。ほかのインスタンスのジョブだと、あとで分かることもある
		await job.accepted.catch(() => undefined);
		if (this.#jobs.get(key) !== job) return job.finished;
		if (job.run) job.run.stop(reason);
		else job.finished = this.#finish(key, job, reason);
		return job.finished;
	}

	#update(job: Job, change: Partial<Snapshot>): Promise<void> {
		job.now = { ...job.now, ...change };
		return job.report.write(job.now);
	}
}

// #region record
/** 受け付けたことをログに書く。完了済みか、ほかのインスタンスが受け付け済みなら null */
async function record(journal: Journal<JobEntry>, { now, failHalfway }: Job) {
	// 1件目は、要求の内容。同じ名前で再び書くと、同じ内容なら最初の結果が返り、違えば拒否される
	await journal.append({ state: 'asked', upTo: now.upTo, failHalfway }, 'asked');
	try {
		// 2件目は、毎回異なる内容。拒否されたら、先に受け付けたインスタンスがある
		return await journal.append({ ...now, attempt: randomUUID() }, 'queued');
	} catch (error) {
		if (error instanceof Refusal && error.problem.code === 'client_id_conflict') return null;
		throw error;
	}
}
// #endregion record
