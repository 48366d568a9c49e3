import type { FaultName } from './script.ts';

/** 1つのクライアントに起きたこと。atと、送信を始めたsentAtは、実行を始めてからのミリ秒 */
export type RunEvent = { at: number } & (
	| { type: 'accepted'; seq: number; sentAt: number }
	| { type: 'received'; seq: number }
	/** 失われた範囲を、クライアントが知った。両端を含む */
	| { type: 'known-lost'; from: number; to: number }
	/** 接続した。afterは、その時点の最新の番号。位置を指定しなければ、それより後だけが届く。再開なら、以前の分も届く */
	| { type: 'joined'; after: number }
	/** 失われたはずの接続が、ブラウザーの再送によって続いた */
	| { type: 'resumed' }
	/** 番号のやり直しを、サーバーが通知した。以前のエポックに続きがあったかどうかは、分からない */
	| { type: 'reset' }
	| { type: 'fault'; fault: FaultName; after: number }
	| { type: 'fault-over'; fault: FaultName; after: number }
	/** 実行の終わり。isConnectedは、途中で停止せず、終わった時点で接続していたか */
	| { type: 'end'; isConnected: boolean }
);

export type CellState = 'waiting' | 'received' | 'late' | 'known-lost' | 'lost';

export interface Cell {
	seq: number;
	state: CellState;
	/** 受信した回数 */
	times: number;
}

/** 障害1回の結果 */
export interface FaultOutcome {
	fault: FaultName;
	after: number;
	/** 終わった位置。起きている間は null */
	until: number | null;
	/** 次の障害までの間に失った番号 */
	lost: readonly number[];
	/** 2回以上処理した数 */
	repeated: number;
	/** 番号のやり直しを通知されたか */
	isReset: boolean;
	/** 障害が起きてから、遅れたメッセージをすべて受信するまでの時間。未受信のものがあれば null */
	wholeAfterMs: number | null;
}

export type Verdict = 'running' | 'whole' | 'known-lost' | 'silent' | 'unknown';

export interface Summary {
	cells: readonly Cell[];
	sent: number;
	received: number;
	lost: number;
	/** 失ったうち、クライアントが知っている数 */
	knownLost: number;
	repeated: number;
	late: number;
	outOfOrder: number;
	faults: readonly FaultOutcome[];
	verdict: Verdict;
}

/** 受け付けられてから、これより遅く届いたメッセージを「遅延」とする */
export const lateMs = 500;

// #region summarize
/** イベントのログから、メッセージ1件ごとの結果を求める */
export function summarize(events: readonly RunEvent[]): Summary {
	const acceptedAt = new Map<number, number>();
	const arrivals = new Map<number, number[]>();
	const knownLost = new Set<number>();
	let newest = 0;
	let outOfOrder = 0;
	let end: Extract<RunEvent, { type: 'end' }> | undefined;

	for (const event of events) {
		if (event.type === 'accepted') acceptedAt.set(event.seq, event.at);
		if (event.type === 'known-lost') for (let n = event.from; n <= event.to; n++) knownLost.add(n);
		if (event.type === 'end') end = event;
		if (event.type !== 'received') continue;
		const times = arrivals.get(event.seq) ?? [];
		if (times.length === 0 && event.seq < newest) outOfOrder += 1;
		arrivals.set(event.seq, [...times, event.at]);
		newest = Math.max(newest, event.seq);
	}

	const cells = [...acceptedAt]
		.sort(([a], [b]) => a - b)
		.map(([seq, at]): Cell => {
			const [first, ...again] = arrivals.get(seq) ?? [];
			if (first !== undefined) {
				return { seq, state: first - at > lateMs ? 'late' : 'received', times: 1 + again.length };
			}
			if (knownLost.has(seq)) return { seq, state: 'known-lost', times: 0 };
			// 番号は順に届くので、後の番号が届いていれば、もう届かない。接続したまま終わったときも同じ
			return { seq, state: seq < newest || end?.isConnected ? 'lost' : 'waiting', times: 0 };
		});
	// #endregion summarize

	const count = (...states: CellState[]) =>
		cells.filter(({ state }) => states.includes(state)).length;
	const lost = count('lost', 'known-lost');
	return {
		cells,
		sent: cells.length,
		received: count('received', 'late'),
		lost,
		knownLost: count('known-lost'),
		repeated: cells.reduce((sum, { times }) => sum + Math.max(0, times - 1), 0),
		late: count('late'),
		outOfOrder,
		faults: outcomesOf(events, cells),
		verdict: verdictOf({ lost, knownLost: count('known-lost') }, end)
	};
}

function verdictOf(
	{ lost, knownLost }: { lost: number; knownLost: number },
	end: { isConnected: boolean } | undefined
): Verdict {
	if (!end) return 'running';
	// 途中で停止したか、切断したまま終わると、残りが届いたかどうかは分からない
	if (!end.isConnected) return 'unknown';
	if (lost === 0) return 'whole';
	return knownLost === lost ? 'known-lost' : 'silent';
}

function outcomesOf(events: readonly RunEvent[], cells: readonly Cell[]): FaultOutcome[] {
	const faults = events.filter((event) => event.type === 'fault');
	return faults.map(({ fault, after, at }, i) => {
		const next = faults[i + 1]?.after ?? Infinity;
		const nextAt = faults[i + 1]?.at ?? Infinity;
		const over = events.find(
			(event) => event.type === 'fault-over' && event.fault === fault && event.at >= at
		);
		const block = cells.filter(({ seq }) => seq > after && seq <= next);
		return {
			fault,
			after,
			until: fault === 'cut' ? after : over?.type === 'fault-over' ? over.after : null,
			lost: block
				.filter(({ times, state }) => times === 0 && state !== 'waiting')
				.map(({ seq }) => seq),
			repeated: block.filter(({ times }) => times > 1).length,
			isReset: events.some(
				(event) => event.type === 'reset' && event.at >= at && event.at < nextAt
			),
			wholeAfterMs: wholeAfter(events, block, at)
		};
	});
}

/** 障害から、遅れたメッセージの最後の1通が届くまで。遅れたものがなければ0、未受信のものがあれば null */
function wholeAfter(
	events: readonly RunEvent[],
	block: readonly Cell[],
	faultAt: number
): number | null {
	if (block.some(({ times }) => times === 0)) return null;
	const late = new Set(block.filter(({ state }) => state === 'late').map(({ seq }) => seq));
	const last = events.findLast((event) => event.type === 'received' && late.has(event.seq));
	return last ? last.at - faultAt : 0;
}
