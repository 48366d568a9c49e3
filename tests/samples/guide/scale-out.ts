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
	io.adapter(createAdapter(publisher, subscriber));
}
