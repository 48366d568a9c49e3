/** ユーザーごとに、実行中の生成を1つだけにする */
export function createGenerations() {
	const running = new Map<string, AbortController>();
	return {
		/** 前の生成を中止し、新しい生成を登録する */
		start(user: string): { signal: AbortSignal; finish: () => void } {
			running.get(user)?.abort();
			const current = new AbortController();
			running.set(user, current);
			return {
				signal: current.signal,
				finish() {
					// 遅れて終わった前の生成が、次の生成の登録を削除しないように
					if (running.get(user) === current) running.delete(user);
				}
			};
		},
		get size(): number {
			return running.size;
		}
	};
}
