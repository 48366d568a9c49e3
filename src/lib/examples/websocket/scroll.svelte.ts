import { untrack } from 'svelte';

/** 現在の表示内容 */
interface Shown {
	room: string;
	rows: readonly { id: string }[];
	/** 送信待ちの数 */
	unsent: number;
}

const nearPx = 24;

/** スクロールの制御。末尾を表示中なら新着へスクロールし、上を表示中なら位置を動かさない */
export function createScroll(onTop: () => void) {
	let box: HTMLElement | undefined;
	let isAtEnd = $state(true);
	let missed = $state(0);
	let anchor: { element: Element; top: number } | null = null;
	let shown: Shown = { room: '', rows: [], unsent: 0 };

	function toEnd() {
		isAtEnd = true;
		missed = 0;
		if (box) box.scrollTop = box.scrollHeight;
	}

	function update() {
		if (!box) return;
		isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
		if (isAtEnd) missed = 0;
		if (box.scrollTop < nearPx) onTop();
	}

	// #region place
	/** 再描画の前に呼ぶ。表示中の最初のメッセージの位置を記録する */
	function remember(next: Shown): void {
		const top = box?.getBoundingClientRect().top ?? 0;
		const lines = next.room === shown.room ? (box?.querySelectorAll('[data-id]') ?? []) : [];
		const element = [...lines].find((line) => line.getBoundingClientRect().bottom > top);
		anchor = element ? { element, top: element.getBoundingClientRect().top } : null;
	}

	/** 再描画のあとに呼ぶ。同じメッセージを同じ位置に保つ。チャンネルの切り替え時と自分の送信時は末尾へ */
	function restore(next: Shown): void {
		if (isAtEnd || next.room !== shown.room || next.unsent > shown.unsent) toEnd();
		else {
			const last = shown.rows.at(-1)?.id;
			missed += next.rows.length - 1 - next.rows.findIndex(({ id }) => id === last);
			if (box && anchor) box.scrollTop += anchor.element.getBoundingClientRect().top - anchor.top;
		}
		shown = next;
	}
	// #endregion place

	return {
		get isAtEnd() {
			return isAtEnd;
		},
		get missed() {
			return missed;
		},
		toEnd,
		remember,
		restore: (next: Shown) => untrack(() => restore(next)),
		attach(node: HTMLElement) {
			box = node;
			node.addEventListener('scroll', update, { passive: true });
			// キーボードの表示で枠が縮んでも、末尾の表示を保つ
			const observer = new ResizeObserver(() => {
				if (isAtEnd) toEnd();
			});
			observer.observe(node);
			return () => {
				observer.disconnect();
				node.removeEventListener('scroll', update);
				box = undefined;
			};
		}
	};
}
