import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import type { Server } from 'socket.io';

/** 接続を受け付ける前に呼ぶ */
export async function scaleOut(io: Server, url: string): Promise<void> {
	const publisher = createClient({ url });
	const subscriber = publisher.duplicate();
	for (const client of [publisher, subscriber]) {
		client.on('error', (error: Error) => process.stderr.write(`${error.message}\n`));
	}
	await Promise.all([publisher.connect(), subscriber.connect()]);
	// アダプターは発行の失敗を処理しない。このままでは、Redisが停止するとプロセスが終了する
	const publish = publisher.publish.bind(publisher);
	Object.assign(publisher, {
		publish: (channel: string, data: string | Buffer) => publish(channel, data).catch(() => 0)
	});
	io.adapter(createAdapter(publisher, subscriber));
}
