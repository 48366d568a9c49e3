import { host } from '$lib/examples/host.server.ts';
import { eventStream } from '$lib/server/examples/event-stream.ts';
import { createSampler } from '$lib/examples/dashboard/sampler.server.ts';
import type { RequestHandler } from './$types';

/** プロセスに1つ。読者が何人いても、測るのは1回 */
const watch = createSampler(host);

// #region events
export const GET: RequestHandler = ({ request }) =>
	eventStream(request, (stream) =>
		// 遅い読者には、たまった古い値を飛ばして新しい値だけを渡す
		Promise.resolve(watch((json) => stream.sendLatest({ data: json })))
	);
// #endregion events

/** ないと、HEAD にも上のストリームが答え、誰も読まないまま残る */
export const HEAD: RequestHandler = () => new Response(null);
