import type { TcpProxy } from './tcp-proxy.ts';
import type { TestRedis } from './redis.ts';

/** Faults of a Redis and of the proxy through which one instance connects to it. */
export type RedisFault =
	'drop' | 'stall' | 'unstall' | 'pause' | 'resume' | 'restart' | 'flush' | 'save';

export async function causeFault(
	fault: RedisFault,
	{ redis, proxy }: { redis: TestRedis; proxy: TcpProxy }
): Promise<void> {
	switch (fault) {
		case 'drop':
		case 'stall':
		case 'unstall':
			return proxy[fault]();
		case 'pause':
		case 'resume':
			return redis[fault]();
		case 'restart':
			await redis.kill();
			return redis.start();
		case 'flush':
		case 'save':
			// A paused Redis executes no command.
			redis.resume();
			await redis.command(fault === 'flush' ? 'FLUSHALL' : 'SAVE');
	}
}
