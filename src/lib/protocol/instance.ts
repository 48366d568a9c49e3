import * as v from 'valibot';

/** 読者が壊してよい使い捨てのサーバーを、このサイトが用意するか。Redisは、インストールされていれば使う */
const InstanceOfferSchema = v.object({ isOffered: v.boolean(), hasRedis: v.boolean() });

/** 24文字の乱数。知っているのは、そのサーバーを作った読者だけ */
const id = v.pipe(v.string(), v.regex(/^[a-z0-9]{24}$/));

/**
 * 使い捨てのサーバーの状態
 * - `waiting`: 空きを待っている。`position` は1から
 * - `ready`: 使える。`expiresInMs` の後に終わる
 * - `failed`: 起動できなかった
 */
const InstanceSchema = v.variant('state', [
	v.object({ state: v.literal('waiting'), id, position: v.number() }),
	v.object({ state: v.literal('starting'), id }),
	v.object({ state: v.literal('ready'), id, hasRedis: v.boolean(), expiresInMs: v.number() }),
	v.object({ state: v.literal('failed'), id })
]);

/** サーバーの強制終了と起動、Redisの強制終了、Redisの起動 */
export const instanceActions = ['restart', 'stop-redis', 'start-redis'] as const;

export type InstanceOffer = v.InferOutput<typeof InstanceOfferSchema>;
export type InstanceStatus = v.InferOutput<typeof InstanceSchema>;
export type InstanceAction = (typeof instanceActions)[number];

/** サーバーの応答を検証する。不正なら null */
export function parseInstance(value: unknown): InstanceStatus | null {
	const result = v.safeParse(InstanceSchema, value);
	return result.success ? result.output : null;
}

export function parseInstanceOffer(value: unknown): InstanceOffer | null {
	const result = v.safeParse(InstanceOfferSchema, value);
	return result.success ? result.output : null;
}
