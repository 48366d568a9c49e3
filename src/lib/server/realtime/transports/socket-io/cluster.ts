import { RedisAdapter } from '@socket.io/redis-adapter';
import type { Namespace } from 'socket.io';
import type { Adapter, BroadcastOptions } from 'socket.io-adapter';
import { databaseOf } from '../../broker/redis/keys.ts';
import type { RealtimeContext } from '../../context.ts';
import { localAdapter, type LocalBroadcaster, type Packet } from './adapter.ts';
import { ClusterRedis } from './redis.ts';

// #region cluster
/**
 * ほかのインスタンスの Socket.IO と接続する。Redis を通るのは、fetchSockets や、
 * user-joined・user-left を運ぶ serverSideEmit のような、Socket.IO 自身の通信だけ
 */
export function clusterAdapter(
	redis: ClusterRedis,
	key: string,
	broadcaster: LocalBroadcaster
): typeof Adapter {
	return class extends RedisAdapter {
		constructor(nsp: Namespace) {
			// チャンネル名は key で始まる。Redis を共有するほかのアプリと衝突しない
			super(nsp, redis, redis, { key, publishOnSpecificResponseChannel: true });
			broadcaster.attachTo(this);
		}

		// 部屋のメッセージは、ブローカーが全インスタンスへ届けたあと、io.local で配信される。
		// ここで再び Redis へ送ると、重複して届く
		override broadcast(packet: Packet, options: BroadcastOptions): void {
			if (!broadcaster.tryBroadcast(packet, options)) super.broadcast(packet, options);
		}
	};
}
// #endregion cluster

/** The adapter for this process: alone, or one of those that share a Redis. */
export function openAdapter(
	{ config, log }: Pick<RealtimeContext, 'config' | 'log'>,
	broadcaster: LocalBroadcaster
) {
	const { redisUrl: url, redisPrefix: prefix, instanceId } = config;
	if (url === null) return { adapter: localAdapter(broadcaster), close: () => undefined };
	const redis = new ClusterRedis({ url, name: `wirelab-socket.io:${instanceId}`, log });
	// Keys are apart by the database's number; Pub/Sub channels belong to the whole server.
	const key = `${prefix}:socket.io:${databaseOf(url)}`;
	return { adapter: clusterAdapter(redis, key, broadcaster), close: () => redis.close() };
}
