import { RedisAdapter } from '@socket.io/redis-adapter';
import type { Namespace } from 'socket.io';
import type { Adapter, BroadcastOptions } from 'socket.io-adapter';
import { databaseOf } from '../../broker/redis/keys.ts';
import type { RedisLink } from '../../broker/redis/link.ts';
import type { RealtimeContext } from '../../context.ts';
import { localAdapter, type LocalBroadcaster, type Packet } from './adapter.ts';
import { ClusterRedis } from './redis.ts';

/** Text, because the link reads no other messages. No packet with attachments leaves the process. */
const parser = {
	encode: (value: unknown) => JSON.stringify(value),
	// The adapter reads properties of it in a promise that nobody awaits: null would end the process.
	decode: (text: string): unknown => Object(JSON.parse(text))
};

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
			super(nsp, redis, redis, { key, parser, publishOnSpecificResponseChannel: true });
			broadcaster.attachTo(this);
		}

		// ルームのメッセージは、ブローカーが全インスタンスへ届けたあと、io.local で配信される。
		// ここで再び Redis へ送ると、重複して届く
		override broadcast(packet: Packet, options: BroadcastOptions): void {
			if (!broadcaster.tryBroadcast(packet, options)) super.broadcast(packet, options);
		}
	};
}
// #endregion cluster

/** The adapter for this process: alone, or one of those that share a Redis. */
export function adapterFor(
	{ config, log }: Pick<RealtimeContext, 'config' | 'log'>,
	link: RedisLink | null,
	broadcaster: LocalBroadcaster
): typeof Adapter {
	if (link === null) return localAdapter(broadcaster);
	// A database has its own keys, but Pub/Sub channels belong to the whole server.
	const key = `${config.redisPrefix}:socket.io:${databaseOf(config.redisUrl ?? '')}`;
	return clusterAdapter(new ClusterRedis(link, log), key, broadcaster);
}
