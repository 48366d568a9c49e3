import { expect, it, vi } from 'vitest';
import { RedisLink } from '../../broker/redis/link.ts';
import { ClusterRedis } from './redis.ts';

/** A link without a Redis, whose calls succeed unless a test says otherwise. */
function setup() {
	const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
	const link = new RedisLink({ url: 'redis://127.0.0.1:1', name: 'test', log });
	const isReady = vi.spyOn(link, 'isReady', 'get').mockReturnValue(true);
	const subscribe = vi.spyOn(link, 'subscribe').mockResolvedValue();
	const subscribePattern = vi.spyOn(link, 'subscribePattern').mockResolvedValue();
	const command = vi.spyOn(link, 'command').mockResolvedValue(null);
	return { log, link, isReady, subscribe, subscribePattern, command };
}

it('R2: drops messages without a connection, and ignores failures of publishing', async () => {
	const { link, log, isReady, command } = setup();
	const redis = new ClusterRedis(link, log);
	isReady.mockReturnValue(false);
	redis.publish('channel', 'dropped');
	expect(command).not.toHaveBeenCalled();
	isReady.mockReturnValue(true);
	command.mockRejectedValue(new Error('lost'));
	redis.publish('channel', 'sent');
	expect(command).toHaveBeenCalledExactlyOnceWith(['PUBLISH', 'channel', 'sent']);
	await link.close();
});

it('subscribes to the adapter’s channels each time it connects, and works without those that Redis rejects', async () => {
	const { link, log, subscribe, subscribePattern } = setup();
	const redis = new ClusterRedis(link, log);
	redis.subscribe(['request', 'response'], vi.fn());
	redis.pSubscribe('room*', vi.fn());
	subscribePattern.mockRejectedValue(new Error('NOPERM'));
	await redis.restore();
	redis.unsubscribe('response');
	redis.pUnsubscribe('room*');
	await redis.restore();
	expect(subscribe.mock.calls.map(([channel]) => channel)).toEqual([
		'request',
		'response',
		'request'
	]);
	expect(subscribePattern.mock.calls.map(([pattern]) => pattern)).toEqual(['room*']);
	await link.close();
});

it('R5: logs an error of the adapter, thrown or rejected, instead of passing it on', async () => {
	const { link, log, subscribe, subscribePattern } = setup();
	const redis = new ClusterRedis(link, log);
	redis.subscribe(['request'], () => Promise.reject(new Error('rejected')));
	redis.pSubscribe('room*', (message, channel) => {
		throw new Error(`${channel}: ${message}`);
	});
	await redis.restore();
	subscribe.mock.calls[0]?.[1]('{}');
	subscribePattern.mock.calls[0]?.[1]('text', 'room1');
	await vi.waitFor(() => expect(log.error).toHaveBeenCalledTimes(2));
	const errors = log.error.mock.calls.map(([{ err }]) => (err as Error).message);
	expect(new Set(errors)).toEqual(new Set(['rejected', 'room1: text']));
	await link.close();
});
