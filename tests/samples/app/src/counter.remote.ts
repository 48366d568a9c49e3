import { query } from '$app/server';
import { setTimeout as sleep } from 'node:timers/promises';

/** サーバーが動き始めてからの秒数。2秒ごとに新しい値を届けます。 */
export const uptime = query.live(async function* () {
	while (true) {
		yield Math.floor(process.uptime());
		await sleep(2000);
	}
});
