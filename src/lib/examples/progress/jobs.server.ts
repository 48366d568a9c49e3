import { randomUUID } from 'node:crypto';
import { Refusal } from '../../server/realtime/refusal.ts';
import type { ExampleHost } from '../../server/examples/host.ts';
import type { Journal } from '../../server/examples/journal.ts';
import type { Ending, Snapshot } from './protocol.ts';
import { Report, type JobEntry } from './report.server.ts';
import { run, type Run } from './worker.server.ts';

// #region limits
const defaults = {
	/** 同時に走らせる数。残りのCPUは、接続の応対に取っておく */
	atOnce: 1,
	/** 列に並べる数 */
	maxWaiting: 20,
	/** 1つのアドレスから受ける、終わっていない仕事の数 */
	perAddress: 3,
	/** 1件を走らせる時間の上限 */
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
	/** 終わったと書き終えた */
	over: Promise<void>;
	/** 取り消しを待つのをやめる */
	leave: () => void;
}

/** このプロセスが引き受けた仕事。順に走らせ、いまの様子を記録に書く */
export class Jobs {
	readonly #server: Pick<ExampleHost, 'journal'>;
	readonly #options: Required<JobsOptions>;
	/** 終わっていない仕事。鍵 → 仕事。入れた順に並ぶ */
	readonly #jobs = new Map<string, Job>();
	#isEnding = false;

	constructor(server: Pick<ExampleHost, 'journal'>, options: JobsOptions) {
		this.#server = server;
		this.#options = { ...defaults, ...options };
	}

	// #region start
	/** 仕事を列に加える。同じ鍵で2度頼まれても、走るのは1度だけ。違う内容なら、初めの仕事とは答えず断る */
	async start(
		{ job: key, upTo, failHalfway }: { job: string; upTo: number; failHalfway: boolean },
		address: string
	): Promise<void> {
		const known = this.#jobs.get(key);
		if (known?.now.upTo === upTo && known.failHalfway === failHalfway) return known.accepted;
		if (known) throw new Refusal('client_id_conflict');
		const journal = this.#server.journal<JobEntry>('progress', key, address);
		this.#requirePlace(address);
		const now: Snapshot = { state: 'queued', upTo, done: 0, primes: 0, ahead: this.#jobs.size };
		const report = new Report(journal);
		const job: Job = {
			...{ report, address, failHalfway, now, run: null, isAccepted: false },
			...{ accepted: Promise.resolve(), over: Promise.resolve(), leave: () => undefined }
		};
		this.#jobs.set(key, job); // 待つ前に場所を取る。同時に来ても、上限を超えない
		job.accepted = this.#accept(key, job, journal);
		return job.accepted;
	}

	async #accept(key: string, job: Job, journal: Journal<JobEntry>): Promise<void> {
		try {
			const first = await record(journal, job);
			if (first === null) return void this.#jobs.delete(key);
			job.leave = await journal.follow(first.id, {
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

	#requirePlace(address: string): void {
		const { atOnce, maxWaiting, perAddress } = this.#options;
		if (this.#isEnding) throw new Refusal('draining');
		const own = [...this.#jobs.values()].filter((job) => job.address === address);
		if (own.length >= perAddress) throw new Refusal('rate_limited', { retryAfterMs: 10_000 });
		if (this.#jobs.size >= atOnce + maxWaiting) throw new Refusal('full', { retryAfterMs: 10_000 });
	}
	// #endregion start

	/** 取り消しを記録に書く。知らない鍵でも、記録が1つ増えるだけで済む */
	async cancel(key: string, address?: string): Promise<void> {
		await this.#server.journal<JobEntry>('progress', key, address).append({ state: 'cancelling' });
	}

	/** プロセスが終わる。仕事を止め、途中で終わったと書くまで待つ */
	async end(): Promise<void> {
		this.#isEnding = true;
		await Promise.all([...this.#jobs.keys()].map((key) => this.#stop(key, 'interrupted')));
	}

	// #region next
	/** 空きがあれば次を走らせ、待っている仕事には順番を知らせる */
	#next(): void {
		const jobs = [...this.#jobs].filter(([, job]) => job.isAccepted);
		for (const [ahead, [key, job]] of jobs.entries()) {
			if (job.run !== null || this.#isEnding) continue;
			if (ahead < this.#options.atOnce) this.#run(key, job);
			else if (job.now.ahead !== ahead) void this.#tell(job, { ahead });
		}
	}

	#run(key: string, job: Job): void {
		void this.#tell(job, { state: 'running', ahead: 0 });
		const { code, deadlineMs } = this.#options;
		const work = { upTo: job.now.upTo, failHalfway: job.failHalfway };
		job.run = run(code, work, { deadlineMs, counted: (counted) => void this.#tell(job, counted) });
		job.over = job.run.ended.then((state) => this.#finish(key, job, state));
	}

	/** どんな終わり方でも、ここを通る。ワーカーが落ちても、列は進む */
	#finish(key: string, job: Job, state: Ending): Promise<void> {
		this.#jobs.delete(key);
		job.leave();
		this.#next();
		return this.#tell(job, { state, ahead: 0 });
	}
	// #endregion next

	async #stop(key: string, why: Ending): Promise<void> {
		const job = this.#jobs.get(key);
		if (!job) return;
		// 引き受けたと書き終える前に、終わったとは書かない。ほかの台の仕事だったと、あとで分かることもある
		await job.accepted.catch(() => undefined);
		if (this.#jobs.get(key) !== job) return job.over;
		if (job.run) job.run.stop(why);
		else job.over = this.#finish(key, job, why);
		return job.over;
	}

	#tell(job: Job, change: Partial<Snapshot>): Promise<void> {
		job.now = { ...job.now, ...change };
		return job.report.tell(job.now);
	}
}

// #region record
/** 引き受けたと記録に書く。終わった仕事やほかの台の仕事の2度目なら null */
async function record(journal: Journal<JobEntry>, { now, failHalfway }: Job) {
	// 1通目は、頼まれた内容。同じ名前で2度書くと、同じ内容なら初めの答えが返り、違えば断られる
	await journal.append({ state: 'asked', upTo: now.upTo, failHalfway }, 'asked');
	try {
		// 2通目は、毎回違う内容。断られたら、先に引き受けた台がある
		return await journal.append({ ...now, attempt: randomUUID() }, 'queued');
	} catch (error) {
		if (error instanceof Refusal && error.problem.code === 'client_id_conflict') return null;
		throw error;
	}
}
// #endregion record
