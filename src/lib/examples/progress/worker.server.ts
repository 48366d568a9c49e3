import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import type { Ending } from './protocol.ts';

const Counted = v.object({ done: v.number(), primes: v.number() });
export type Counted = v.InferOutput<typeof Counted>;

export interface Run {
	/** 終了すると、その理由で resolve する。reject することはない */
	ended: Promise<Ending>;
	stop(reason: Ending): void;
}

// #region run
/** ワーカーで1件を実行する。`code` は CommonJS のコードで、ビルドにもファイルの場所にも依存しない */
export function run(
	code: string,
	work: { upTo: number; failHalfway: boolean },
	{ deadlineMs, counted }: { deadlineMs: number; counted: (counted: Counted) => void }
): Run {
	const worker = new Worker(code, {
		eval: true,
		workerData: work,
		env: {}, // 環境変数の秘密情報を渡さない
		resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 }
	});
	let stopReason: Ending | null = null;
	let isComplete = false;

	function stop(reason: Ending) {
		stopReason ??= reason;
		void worker.terminate(); // 計算の途中でも、すぐに終了する
	}
	const deadline = setTimeout(() => stop('overdue'), deadlineMs);

	worker.on('message', (value) => {
		const message = v.safeParse(Counted, value);
		if (!message.success || stopReason !== null) return;
		isComplete = message.output.done === work.upTo;
		counted(message.output);
	});
	worker.on('error', () => (stopReason ??= 'failed')); // リスナーがないと、プロセスが終了する
	const ended = new Promise<Ending>((resolve) =>
		worker.once('exit', () => {
			clearTimeout(deadline);
			resolve(stopReason ?? (isComplete ? 'done' : 'failed'));
		})
	);
	return { ended, stop };
}
// #endregion run
