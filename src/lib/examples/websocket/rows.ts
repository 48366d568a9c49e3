import type { LogEntry } from './protocol.ts';

/** 画面の1行。id はサーバーが付けた番号 */
export interface Row {
	id: string;
	timestamp: number;
	who: string;
	name: string;
	text: string;
	isDeleted: boolean;
}

/** 画面に表示する数の上限。新着で超えた分は、上から破棄する */
const limit = 1000;

export function rowsOf(entries: readonly LogEntry[]): Row[] {
	return entries.flatMap(({ id, timestamp, data }) => {
		if (data.type !== 'said') return [];
		const { who, name, text, isDeleted = false } = data;
		return [{ id, timestamp, who, name, text, isDeleted }];
	});
}

/** 下に追加する。既存の番号は追加しない */
export function withNewer(rows: readonly Row[], newer: readonly Row[]): readonly Row[] {
	return [...rows, ...fresh(rows, newer)].slice(-limit);
}

/** 上に追加する */
export function withOlder(rows: readonly Row[], older: readonly Row[]): readonly Row[] {
	return [...fresh(rows, older), ...rows];
}

/** 文を消し、行は残す。読んでいた人に、削除されたことが分かるように */
export function withDeleted(rows: readonly Row[], id: string): readonly Row[] {
	return rows.map((row) => (row.id === id ? { ...row, text: '', isDeleted: true } : row));
}

function fresh(rows: readonly Row[], others: readonly Row[]): readonly Row[] {
	const known = new Set(rows.map(({ id }) => id));
	return others.filter(({ id }) => !known.has(id));
}
