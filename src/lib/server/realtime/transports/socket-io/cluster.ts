import { createAdapter } from '@socket.io/redis-adapter';
import type { Namespace } from 'socket.io';
import { Adapter } from 'socket.io-adapter';
import { databaseOf } from '../../broker/redis/keys.ts';
import type { RedisLink } from '../../broker/redis/link.ts';
import type { RealtimeContext } from '../../context.ts';
import { ClusterRedis } from './redis.ts';

/** Writes text, because the link reads only text. Packets with attachments never leave the process. */
const parser = {
	encode: (value: unknown) => JSON.stringify(value),
	// The adapter reads properties of the result in a promise that nobody awaits: null would end the process.
	decode: (text: string): unknown => Object(JSON.parse(text))
};

// #region cluster
/**
 * ほかのインスタンスの Socket.IO と接続する。Redis を通るのは、fetchSockets や、
 * user-joined・user-left を運ぶ serverSideEmit のような、Socket.IO 自身の通信だけ。
 * ルームのメッセージは、ブローカーが全インスタンスへ届ける
 */
function clusterAdapter(redis: ClusterRedis, key: string): (nsp: Namespace) => Adapter {
	// チャンネル名は key で始まる。Redis を共有するほかのアプリと衝突しない
	return createAdapter(redis, redis, { key, parser, publishOnSpecificResponseChannel: true });
}
// #endregion cluster

/** The adapter for this process: with Redis if it shares rooms with other instances. */
export function adapterFor(
	{ config, log }: Pick<RealtimeContext, 'config' | 'log'>,
	link: RedisLink | null
): typeof Adapter | ((nsp: Namespace) => Adapter) {
	if (link === null) return Adapter;
	// A database has its own keys, but Pub/Sub channels belong to the whole server.
	const key = `${config.redisPrefix}:socket.io:${databaseOf(config.redisUrl ?? '')}`;
	return clusterAdapter(new ClusterRedis(link, log), key);
}
