/** windowMsミリ秒にlimit件までの固定ウィンドウ */
export function createFixedWindow(
	limit: number,
	windowMs: number,
	now: () => number = () => performance.now()
) {
	let counts = new Map<string, number>();
	let endsAt = 0;

	/** 1件を数える。上限を超えたら、次のウィンドウまでの時間(ミリ秒)を返す */
	return function take(key: string): number {
		if (now() >= endsAt) {
			counts = new Map(); // 期限の切れた記録をまとめて削除する(L1)
			endsAt = now() + windowMs;
		}
		const count = (counts.get(key) ?? 0) + 1;
		counts.set(key, count);
		return count > limit ? endsAt - now() : 0;
	};
}
