import * as v from 'valibot';
import { RoomSchema } from '../../protocol/room.ts';

/** 数える範囲の上限。1つの仕事がワーカーを占める時間は、ここで決まる */
export const maxUpTo = 10_000_000_000;

/** 仕事を始める。`job` はブラウザーが作る鍵で、送り直しても同じ仕事を指す */
export const Start = v.object({
	job: RoomSchema,
	upTo: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maxUpTo)),
	failHalfway: v.boolean()
});

export const Cancel = v.object({ job: RoomSchema });

// #region snapshot
const endings = ['done', 'failed', 'overdue', 'cancelled', 'interrupted'] as const;

/** 仕事のいま。前の分を知らなくても、これ1つで画面を描ける */
export const Snapshot = v.object({
	state: v.picklist(['queued', 'running', ...endings]),
	upTo: v.number(),
	/** 調べ終えた数 */
	done: v.number(),
	/** そのうちの素数 */
	primes: v.number(),
	/** 先に待っている仕事 */
	ahead: v.number()
});

export type Snapshot = v.InferOutput<typeof Snapshot>;
export type Ending = (typeof endings)[number];

/** もう変わることがない */
export const isOver = ({ state }: Snapshot) => endings.some((ending) => ending === state);
// #endregion snapshot
