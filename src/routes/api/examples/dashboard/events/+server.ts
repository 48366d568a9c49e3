import { host } from '$lib/examples/host.server.ts';
import { eventStream } from '$lib/server/examples/event-stream.ts';
import { createSampler } from '$lib/examples/dashboard/sampler.server.ts';
import type { RequestHandler } from './$types';

/** プロセスに1つ。クライアントの数によらず、計測は1回 */
const watch = createSampler(host);

// #region events
export const GET: RequestHandler = ({ request }) =>
	eventStream(request, (stream) =>
		// 受信の遅いクライアントには、古い値を飛ばして最新の値だけを送る
		Promise.resolve(watch((json) => stream.sendLatest({ data: json })))
	);
// #endregion events

/** これがないと、HEAD にも上のストリームで応答し、読まれないまま残る */
export const HEAD: RequestHandler = () => new Response(null);
