import * as v from 'valibot';
import { RoomSchema } from '../../protocol/room.ts';

/** 数える範囲の上限。1つのジョブがワーカーを占有する時間は、ここで決まる */
export const maxUpTo = 10_000_000_000;

/** ジョブを開始する。`job` はブラウザーが作る鍵で、再送しても同じジョブを指す */
export const Start = v.object({
	job: RoomSchema,
	upTo: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxUpTo)),
	failHalfway: v.boolean()
});

export const Cancel = v.object({ job: RoomSchema });

// #region snapshot
const endings = ['done', 'failed', 'overdue', 'cancelled', 'interrupted'] as const;

/** ジョブの現在の状態。過去の分がなくても、これだけで画面を描画できる */
export const Snapshot = v.object({
	state: v.picklist(['queued', 'running', ...endings]),
	upTo: v.number(),
	/** 調べ終えた数 */
	done: v.number(),
	/** そのうちの素数 */
	primes: v.number(),
	/** 先に受け付けた、未完了のジョブの数 */
	ahead: v.number()
});

export type Snapshot = v.InferOutput<typeof Snapshot>;
export type Ending = (typeof endings)[number];

/** 以後は変化しない */
export const isOver = ({ state }: Snapshot) => endings.some((ending) => ending === state);
// #endregion snapshot
