import { untrack } from 'svelte';
import { createLossless } from '$lib/client/query-live-lossless.ts';
import { scheduleReconnect } from '$lib/client/query-live.ts';
import type { Reader } from './naive.ts';
import { openOver, stateOf } from './query-live-line.svelte.ts';
import { liveness, quickBackoff, type Robust } from './quick.ts';

/** query.liveで最新の値を、ログで値にない分を受信する */
export function createRobustQueryLive({ room, line, onEvent }: Robust): Reader {
	let stop = () => {};

	// #region robust
	function connect() {
		const live = openOver({ line, room }); // newestMessages({ room, … })を呼ぶ
		const lossless = createLossless({
			...{ room, onEvent, ...liveness },
			...{ fetch: line.plainFetch, backoff: quickBackoff() },
			reconnect: () => void live.reconnect().catch(() => undefined)
		});
		$effect(() => {
			const { current } = live;
			if (current) untrack(() => lossless.take(current));
		});
		$effect(() => (live.connected ? lossless.opened() : lossless.closed()));
		const backoff = quickBackoff();
		$effect(() => scheduleReconnect(live, backoff)?.cancel);
		$effect(() => onEvent({ type: 'state', state: stateOf(live) }));
		return () => lossless.stop();
	}
	// #endregion robust

	return {
		start: () => (stop = $effect.root(connect)),
		stop: () => stop()
	};
}
