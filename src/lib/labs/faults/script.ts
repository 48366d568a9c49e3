/**
 * 起こす障害。どれも、読者自身の接続だけに起きる
 * - `cut`: サーバーが、通知なしにTCP接続を切断する
 * - `half-open`: どちらの方向のデータも届かない。終わりに切断する
 * - `slow`: 受信が止まり、サーバーに送信待ちがたまる。終わりに届く
 * - `delay`: 受信が最大1秒遅れる
 * - `duplicate`: サーバーが、同じイベントを2回送る
 * - `offline`: クライアントが接続を閉じ、終わるまで接続できない
 */
export const faultNames = ['cut', 'half-open', 'slow', 'delay', 'duplicate', 'offline'] as const;
export type FaultName = (typeof faultNames)[number];

export interface PlannedFault {
	fault: FaultName;
	/** この数のメッセージをサーバーが受け付けた後に起こす */
	after: number;
	/** この数のメッセージをサーバーが受け付けた後に終える。切断は一瞬なので、afterと同じ */
	until: number;
}

/** 障害1つあたりのメッセージの数 */
export const blockLength = 10;

// #region plan
/** 同じシードからは、必ず同じシナリオができる */
export function planFaults(seed: number, faults: readonly FaultName[] = faultNames) {
	const random = randomOf(seed);
	const pick = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
	const order = faults.map((fault) => ({ fault, rank: random() })).sort((a, b) => a.rank - b.rank);
	return order.map(({ fault }, i): PlannedFault => {
		const after = i * blockLength + pick(2, 3);
		return { fault, after, until: fault === 'cut' ? after : after + pick(3, 4) };
	});
}
// #endregion plan

/** mulberry32。0以上1未満の乱数の列 */
function randomOf(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

const maxSeed = 999_999;

/** アドレスの`?seed=`の値。0から999999までの整数でなければ null */
export function parseSeed(text: string | null): number | null {
	if (text === null || !/^\d{1,6}$/.test(text)) return null;
	return Number(text);
}

/** 新しいシード */
export function newSeed(random = Math.random): number {
	return Math.floor(random() * (maxSeed + 1));
}
