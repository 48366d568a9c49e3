import { untrack } from 'svelte';
import type { Naive, Reader } from './naive.ts';
import { openOver, stateOf } from './query-live-line.svelte.ts';

/** SvelteKitの再接続に任せて、値にあるメッセージだけを処理する */
export function createNaiveQueryLive({ room, line, on }: Naive): Reader {
	let stop = () => {};

	// #region naive
	function connect() {
		const live = openOver({ line, room }); // newestMessages({ room, … })を呼ぶ
		let last = 0;
		$effect(() => {
			const fresh = (live.current ?? []).filter(({ seq }) => seq > last);
			last = fresh.at(-1)?.seq ?? last; // 途中の番号が値にないことを、確かめない
			untrack(() => fresh.forEach(on.message));
		});
		$effect(() => on.state(stateOf(live)));
	}
	// #endregion naive

	return {
		start: () => (stop = $effect.root(connect)),
		// SvelteKit closes the connection once nothing refers to the query any more.
		stop: () => stop()
	};
}
