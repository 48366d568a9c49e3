const baseMs = 1000;
const capMs = 30_000;

/** 次の再接続までの待ち時間(ミリ秒) */
export function nextDelay(failures: number, retryAfterMs = 0, random = Math.random): number {
	const ceiling = Math.min(capMs, baseMs * 2 ** failures);
	// サーバーの指定は全員に同じ値かもしれないので、その後に分散させる
	return retryAfterMs + random() * ceiling;
}
