import { untrack } from 'svelte';
import type { Naive, Reader } from './naive.ts';
import { openOver, stateOf } from './query-live-line.svelte.ts';

/** 値にあるメッセージだけを処理する。再接続は、SvelteKitが行う */
export function createNaiveQueryLive({ room, line, on }: Naive): Reader {
	let stop = () => {};

	// #region naive
	function connect() {
		const live = openOver({ line, room }); // newestMessages({ room, … })を呼ぶ
		let last = 0;
		$effect(() => {
			const fresh = (live.current ?? []).filter(({ seq }) => seq > last);
			last = fresh.at(-1)?.seq ?? last; // 番号が飛んでいても、気付かない
			untrack(() => fresh.forEach(on.message));
		});
		$effect(() => on.state(stateOf(live)));
	}
	// #endregion naive

	return {
		start: () => (stop = $effect.root(connect)),
		// SvelteKit closes the connection once the browser has garbage-collected the query.
		stop: () => stop()
	};
}
