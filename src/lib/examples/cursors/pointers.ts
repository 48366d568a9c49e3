import { SvelteMap } from 'svelte/reactivity';

export interface Pointer {
	name: string;
	/** 左上が 0、右下が 1 */
	x: number;
	y: number;
}

type Place = Pick<Pointer, 'x' | 'y'>;

/** 位置を送る間隔の下限。間に動いた分は捨て、最後の位置だけを送る */
const everyMs = 50;
/** 動かない印も、この間隔で送り直す */
const repeatMs = 10_000;
/** この間に何も届かない印は消す。サーバーごと落ちた人は、去ったと告げられない */
const forgetMs = 30_000;

// #region point
/** 自分の印。`send` には位置を、消すときは null を渡す */
export function createPointing(send: (place: Place | null) => void) {
	let place: Place | null = null;
	let soon: ReturnType<typeof setTimeout> | undefined;
	let later: ReturnType<typeof setTimeout> | undefined;

	function rest() {
		clearTimeout(soon);
		clearTimeout(later);
		soon = undefined;
	}

	function tell() {
		rest();
		send(place);
		if (place) later = setTimeout(tell, repeatMs);
	}

	return {
		/** 印を動かす。null で消す */
		point(next: Place | null) {
			place = next;
			if (next === null) tell();
			else soon ??= setTimeout(tell, everyMs);
		},
		dispose: rest
	};
}
// #endregion point

/** ほかの人の印。番号 → 名前と位置 */
export function createPointers() {
	const shown = new SvelteMap<string, Pointer>();
	const timers = new Map<string, ReturnType<typeof setTimeout>>();

	function left(who: string) {
		clearTimeout(timers.get(who));
		timers.delete(who);
		shown.delete(who);
	}

	return {
		shown: shown as ReadonlyMap<string, Pointer>,
		moved(who: string, pointer: Pointer) {
			clearTimeout(timers.get(who));
			timers.set(
				who,
				setTimeout(() => left(who), forgetMs)
			);
			shown.set(who, pointer);
		},
		left,
		/** 切れたら、どの印も当てにならない */
		clear() {
			for (const who of [...timers.keys()]) left(who);
		}
	};
}
