import { untrack } from 'svelte';

/** いま映っているもの */
interface Shown {
	room: string;
	rows: readonly { id: string }[];
	/** 送信待ちの数 */
	unsent: number;
}

const nearPx = 24;

/** スクロールの決まり。末尾にいる人だけ新しい発言へ送り、上を読んでいる人の場所は動かさない */
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

	function look() {
		if (!box) return;
		isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
		if (isAtEnd) missed = 0;
		if (box.scrollTop < nearPx) onTop();
	}

	// #region place
	/** 描き直す前に呼ぶ。いま見えている最初の発言の位置を覚える */
	function remember(next: Shown): void {
		const top = box?.getBoundingClientRect().top ?? 0;
		const lines = next.room === shown.room ? (box?.querySelectorAll('[data-id]') ?? []) : [];
		const element = [...lines].find((line) => line.getBoundingClientRect().bottom > top);
		anchor = element ? { element, top: element.getBoundingClientRect().top } : null;
	}

	/** 描き直したあとで呼ぶ。同じ発言を同じ場所に置く。部屋を替えたか、自分が書いたら末尾へ */
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
			node.addEventListener('scroll', look, { passive: true });
			// キーボードが出て箱が縮んでも、末尾にいた人は末尾に
			const observer = new ResizeObserver(() => {
				if (isAtEnd) toEnd();
			});
			observer.observe(node);
			return () => {
				observer.disconnect();
				node.removeEventListener('scroll', look);
				box = undefined;
			};
		}
	};
}
