import { query } from '$app/server';
import { setTimeout as sleep } from 'node:timers/promises';

/** サーバーが起動してからの秒数。2秒ごとに新しい値を送る */
export const uptime = query.live(async function* () {
	while (true) {
		yield Math.floor(process.uptime());
		await sleep(2000);
	}
});
