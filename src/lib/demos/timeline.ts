import type { Frame } from './watched-socket.ts';

/** 通信ログの1行。フレームか、接続の出来事 */
export interface TimelineRow {
	key: number;
	/** この端末の時計。1970年からのミリ秒 */
	at: number;
	kind: Frame['direction'] | 'note';
	/** フレームは通信されたままの JSON */
	text: string;
}

/** 保持する行数。古いものから削除する(W5) */
const maxRows = 60;

/** 新しい行を加えたログ */
export function addRow(
	rows: readonly TimelineRow[],
	row: Omit<TimelineRow, 'key'>
): readonly TimelineRow[] {
	const key = (rows.at(-1)?.key ?? 0) + 1;
	return [...rows, { key, ...row }].slice(-maxRows);
}
