/** 条件を満たすイベントを待つ。届かなければ、届いたものを示して失敗する */
export function createInbox<T>() {
	const seen: T[] = [];
	const waiting = new Set<(value: T) => void>();

	function push(value: T): void {
		seen.push(value);
		for (const check of waiting) check(value);
	}

	function waitFor(matches: (value: T) => boolean, timeoutMs = 5000): Promise<T> {
		const known = seen.find(matches); // 待ち始める前に届いていてもよい
		if (known !== undefined) return Promise.resolve(known);
		return new Promise((resolve, reject) => {
			const settle = (end: () => void) => {
				clearTimeout(timer);
				waiting.delete(check);
				end();
			};
			const check = (value: T) => {
				if (matches(value)) settle(() => resolve(value));
			};
			const timer = setTimeout(() => {
				settle(() => reject(new Error(`届いたもの: ${JSON.stringify(seen)}`)));
			}, timeoutMs);
			waiting.add(check);
		});
	}

	return { push, waitFor };
}
