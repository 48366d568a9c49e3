import * as Y from 'yjs';

/** 変更した範囲。`at` から `removed` 文字を消し、`inserted` を入れる */
export interface Change {
	at: number;
	removed: number;
	inserted: string;
}

/** 前後の文を比べ、変更範囲を求める。両端の共通部分を除いた残り */
export function changeBetween(before: string, after: string): Change | null {
	if (before === after) return null;
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start < shorter && before[start] === after[start]) start++;
	let end = 0;
	while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
	// 絵文字は2つのコードユニットで表す。間で切ると、Yjs は片方を U+FFFD に置き換える
	if (isInsidePair(before, start) || isInsidePair(after, start)) start--;
	if (isInsidePair(before, before.length - end) || isInsidePair(after, after.length - end)) end--;
	return {
		at: start,
		removed: before.length - start - end,
		inserted: after.slice(start, after.length - end)
	};
}

/** `at` が、1文字を表すサロゲートペアの間か */
function isInsidePair(text: string, at: number): boolean {
	return at > 0 && /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(at - 1, at + 1));
}

/** 文の変更後の、同じ文字の隣の位置 */
export function moved(at: number, change: Change | null): number {
	if (change === null || at <= change.at) return at;
	const { removed, inserted } = change;
	return Math.max(at, change.at + removed) - removed + inserted.length;
}

/**
 * 削除する範囲のうち、現在の文に残っている部分。間に届いた変更 `theirs` が削除した分と、
 * 挿入した分は除く。文字数だけで削除すると、ほかの人の文字や、絵文字の片方まで消してしまう
 */
function remainingRanges(
	{ at, removed }: Change,
	theirs: Change | null
): [from: number, to: number][] {
	const end = at + removed;
	if (theirs === null) return [[at, end]];
	const theirEnd = theirs.at + theirs.removed;
	const shift = theirs.inserted.length - theirs.removed;
	const before: [number, number] = [at, Math.min(end, theirs.at)];
	const after: [number, number] = [Math.max(at, theirEnd) + shift, end + shift];
	return [before, after].filter(([from, to]) => from < to);
}

/** 共同編集のメモ。同時に編集しても、全員が同じ文に収束する(Yjs の CRDT) */
export function createNote(onUpdate: (update: string) => void) {
	const doc = new Y.Doc();
	const text = doc.getText('note');
	// 自分の変更だけを送る。受信した差分も送ると、送信が繰り返される
	doc.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== 'remote') onUpdate(toBase64(update));
	});

	return {
		get text() {
			return text.toJSON();
		},
		/** `base` を `value` に編集した。その間に届いた差分は残す */
		write(base: string, value: string) {
			const change = changeBetween(base, value);
			if (!change) return;
			const theirs = changeBetween(base, text.toJSON());
			doc.transact(() => {
				// 後ろから削除すると、前の位置はずれない
				for (const [from, to] of remainingRanges(change, theirs).reverse())
					text.delete(from, to - from);
				text.insert(moved(change.at, theirs), change.inserted);
			});
		},
		/** 受信した差分を適用する。同じ差分が2度届いても、結果は同じ。不正なら false */
		apply(update: string): boolean {
			try {
				Y.applyUpdate(doc, fromBase64(update), 'remote');
				return true;
			} catch {
				return false;
			}
		},
		/** 現在の文の全体。途中から参加した人に渡す */
		fullState: () => toBase64(Y.encodeStateAsUpdate(doc)),
		destroy: () => doc.destroy()
	};
}

export type Note = ReturnType<typeof createNote>;

function toBase64(bytes: Uint8Array): string {
	// 引数の数には上限があるので、長い文を一度には渡せない
	return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function fromBase64(text: string): Uint8Array {
	return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
