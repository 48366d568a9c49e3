import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import type { Ending } from './protocol.ts';

const Counted = v.object({ done: v.number(), primes: v.number() });
export type Counted = v.InferOutput<typeof Counted>;

export interface Run {
	/** 最後に呼ばれる1回だけ、終わり方を伝える */
	ended: Promise<Ending>;
	stop(why: Ending): void;
}

// #region run
/** ワーカーで1件を走らせる。`code` は CommonJS の文で、ビルドにもファイルの場所にも左右されない */
export function run(
	code: string,
	work: { upTo: number; failHalfway: boolean },
	{ deadlineMs, counted }: { deadlineMs: number; counted: (counted: Counted) => void }
): Run {
	const worker = new Worker(code, {
		eval: true,
		workerData: work,
		env: {}, // 環境変数の秘密を渡さない
		resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 }
	});
	let why: Ending | null = null;
	let isWhole = false;

	function stop(reason: Ending) {
		why ??= reason;
		void worker.terminate(); // 計算の途中でも、その場で終わる
	}
	const deadline = setTimeout(() => stop('overdue'), deadlineMs);

	worker.on('message', (value) => {
		const message = v.safeParse(Counted, value);
		if (!message.success || why !== null) return;
		isWhole = message.output.done === work.upTo;
		counted(message.output);
	});
	worker.on('error', () => (why ??= 'failed')); // 受け手がないと、プロセスごと落ちる
	const ended = new Promise<Ending>((resolve) =>
		worker.once('exit', () => {
			clearTimeout(deadline);
			resolve(why ?? (isWhole ? 'done' : 'failed'));
		})
	);
	return { ended, stop };
}
// #endregion run
