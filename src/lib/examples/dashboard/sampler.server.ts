import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { ExampleHost, Figures } from '../../server/examples/host.ts';
import type { Sample } from './protocol.ts';

const intervalMs = 1_000;
/** ヒストグラムの分解能。計測のための待機時間も、この分だけ値に含まれる */
const resolutionMs = 10;

interface Reading extends Figures {
	/** 単調増加する時計、ミリ秒 */
	at: number;
	/** 使ったCPU時間、ミリ秒 */
	cpuMs: number;
}

// #region sampler
/** 1秒に1回計測し、シリアライズも1回で、購読中の全員に配信する。購読がなければ計測しない */
export function createSampler(server: ExampleHost, schedule = setInterval) {
	const listeners = new Set<(json: string) => void>();
	const lag = monitorEventLoopDelay({ resolution: resolutionMs });
	let timer: NodeJS.Timeout | undefined;
	let last: Reading | undefined;
	let run = 0;

	async function measure(): Promise<void> {
		const startedRun = run;
		const reading = await read();
		if (startedRun !== run) return; // 読み取り中に、全員が切断した
		if (last !== undefined) {
			const json = JSON.stringify(between(last, reading, lag.percentile(99) / 1e6 - resolutionMs));
			for (const listener of listeners) listener(json);
		}
		lag.reset();
		last = reading;
	}

	async function read(): Promise<Reading> {
		const { user, system } = process.cpuUsage();
		return { ...(await server.figures()), at: performance.now(), cpuMs: (user + system) / 1000 };
	}

	/** 購読を始める。戻り値の関数で解除する */
	return function watch(listener: (json: string) => void): () => void {
		listeners.add(listener);
		if (timer === undefined) {
			lag.enable();
			const tick = () => void measure().catch(() => undefined); // 1回失敗しても、1秒後に再び計測する
			tick();
			timer = schedule(tick, intervalMs);
		}
		return () => {
			listeners.delete(listener);
			if (listeners.size > 0) return;
			clearInterval(timer);
			lag.disable();
			timer = last = undefined;
			run++;
		};
	};
}
// #endregion sampler

/** 2回の計測値の差を、毎秒の値に換算する */
export function between(before: Reading, now: Reading, lagMs: number): Sample {
	const seconds = Math.max(0.001, (now.at - before.at) / 1000);
	const rate = (key: 'received' | 'written' | 'refused') =>
		Math.max(0, now[key] - before[key]) / seconds;
	return {
		at: Date.now(),
		connections: now.connections,
		received: rate('received'),
		written: rate('written'),
		refused: rate('refused'),
		// 遅れが計測の分解能より小さければ、差は負になる
		lagMs: Math.max(0, lagMs),
		cpu: Math.max(0, now.cpuMs - before.cpuMs) / (seconds * 1000),
		memoryBytes: process.memoryUsage.rss()
	};
}
