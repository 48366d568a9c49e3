/** 届いた件数を、intervalMsミリ秒に1回までまとめて読み上げる */
export function createAnnouncer(say: (text: string) => void, intervalMs: number) {
	let count = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function flush(): void {
		timer = undefined;
		if (count === 0) return;
		say(count === 1 ? '新しいメッセージが届きました' : `新しいメッセージが${count}件届きました`);
		count = 0;
		timer = setTimeout(flush, intervalMs);
	}

	return {
		arrived(): void {
			count += 1;
			if (timer === undefined) flush(); // 1件目は待たせない
		},
		stop(): void {
			clearTimeout(timer);
			timer = undefined;
			count = 0;
		}
	};
}
