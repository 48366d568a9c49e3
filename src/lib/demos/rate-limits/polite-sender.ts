import type { Bucket } from './bucket.ts';

interface PoliteSenderOptions {
	bucket: Bucket;
	/** 接続済みか */
	isReady: () => boolean;
	transmit: (number: number) => void;
	now?: () => number;
}

// #region sender
/** トークンがあるときだけ送信する。拒否されたら、サーバーが指定した時間だけ待って再送する */
export function createPoliteSender({
	bucket,
	isReady,
	transmit,
	now = () => performance.now()
}: PoliteSenderOptions) {
	let queue: number[] = []; // 未送信のメッセージの番号。小さい順
	let blockedUntil = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function pump() {
		clearTimeout(timer);
		if (!isReady()) return; // 接続したときに、再び呼ばれる
		const time = now();
		while (queue[0] !== undefined && time >= blockedUntil && bucket.take(time)) {
			transmit(queue[0]);
			queue = queue.slice(1);
		}
		const waitMs = Math.max(blockedUntil - time, bucket.waitMs(time));
		if (queue.length > 0) timer = setTimeout(pump, waitMs);
	}

	return {
		pump,
		/** 送信待ちに加える。結果が不明なものも、同じ clientId なら再送してよい */
		add(...numbers: number[]) {
			queue = [...queue, ...numbers].sort((a, b) => a - b);
			pump();
		},
		/** サーバーの上限に達した */
		rejected(number: number, retryAfterMs: number) {
			blockedUntil = now() + retryAfterMs;
			this.add(number);
		},
		stop: () => clearTimeout(timer)
	};
}
// #endregion sender
