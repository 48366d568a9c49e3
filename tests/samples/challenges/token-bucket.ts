/** 連続でcapacity件、その後はintervalMsミリ秒ごとに1件まで */
export function createBucket(
	capacity: number,
	intervalMs: number,
	now: () => number = () => performance.now()
) {
	const fullMs = capacity * intervalMs; // トークンの数を時間で表すと、丸め誤差がたまらない
	let creditMs = fullMs;
	let updatedAt = now();

	/** トークンを1つ消費する。足りなければ、再送できるまでの時間(ミリ秒)を返す */
	return function take(): number {
		const time = now();
		creditMs = Math.min(fullMs, creditMs + (time - updatedAt));
		updatedAt = time;
		if (creditMs < intervalMs) return Math.ceil(intervalMs - creditMs);
		creditMs -= intervalMs;
		return 0;
	};
}
