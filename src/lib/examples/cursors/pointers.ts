import { SvelteMap } from 'svelte/reactivity';

export interface Pointer {
	name: string;
	/** 左上が 0、右下が 1 */
	x: number;
	y: number;
}

type Place = Pick<Pointer, 'x' | 'y'>;

/** 位置を送る間隔の下限。間の動きは破棄し、最後の位置だけを送る */
const minIntervalMs = 50;
/** 動かないカーソルも、この間隔で再送する */
const repeatMs = 10_000;
/** この間に何も届かないカーソルは消す。サーバーが停止すると、切断の通知が届かない */
const expireMs = 30_000;

/** 自分のカーソル。`send` には位置を、消すときは null を渡す */
export function createPointing(send: (place: Place | null) => void) {
	let place: Place | null = null;
	let sendTimer: ReturnType<typeof setTimeout> | undefined;
	let repeatTimer: ReturnType<typeof setTimeout> | undefined;

	function clearTimers() {
		clearTimeout(sendTimer);
		clearTimeout(repeatTimer);
		sendTimer = undefined;
	}

	function sendPlace() {
		clearTimers();
		send(place);
		if (place) repeatTimer = setTimeout(sendPlace, repeatMs);
	}

	return {
		/** カーソルを動かす。null で消す */
		point(next: Place | null) {
			place = next;
			if (next === null) sendPlace();
			else sendTimer ??= setTimeout(sendPlace, minIntervalMs);
		},
		dispose: clearTimers
	};
}

/** ほかの人のカーソル。番号 → 名前と位置 */
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
				setTimeout(() => left(who), expireMs)
			);
			shown.set(who, pointer);
		},
		left,
		/** 切断したら、すべてのカーソルが無効になる */
		clear() {
			for (const who of [...timers.keys()]) left(who);
		}
	};
}
