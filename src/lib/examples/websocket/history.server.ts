import type { Entry } from '../../server/examples/journal.ts';
import { historyLength, historyMs } from '../../server/realtime/limits.ts';
import type { LogEntry, LogEvent, RoomName } from './protocol.ts';

const pageSize = 20;

/** メッセージのログのコピー。数と時間の上限もログと同じで、どのインスタンスでも同じメッセージを表示する。削除されたメッセージの文は、ここで破棄する */
export class History {
	#entries: LogEntry[] = [];
	/** 破棄した最後の番号。保持している分は、この次から始まる */
	#start = '';

	/** 最後の番号 */
	get last(): string {
		return this.#entries.at(-1)?.id ?? this.#start;
	}

	/** ログに何も残っていなければ、その末尾の番号から始める */
	begin(end: string): void {
		if (this.last === '') this.#start = end;
	}

	/** 古いメッセージを破棄する。`now` はミリ秒 */
	expire(now: number): void {
		const index = this.#entries.findIndex(({ timestamp }) => now - timestamp < historyMs);
		this.#forget(index === -1 ? this.#entries.length : index);
	}

	/** 追加し、配信するものを返す */
	add({ id, seq, timestamp, data }: Entry<LogEvent>): LogEntry {
		if (this.last === '') this.#start = id.replace(/\d+$/, String(seq - 1));
		const entry = { id, timestamp, data };
		if (data.type === 'deleted') this.#erase(data.id);
		this.#entries.push(entry);
		if (this.#entries.length > historyLength) this.#forget(1);
		return entry;
	}

	/** `id` のメッセージがあるか。削除済みのものは除く */
	has(id: string): boolean {
		return this.#entries.some(
			(entry) => entry.id === id && entry.data.type === 'said' && !entry.data.isDeleted
		);
	}

	/** `after` の次から。その番号が残っていなければ null で、再開できない */
	after(after: string | null): LogEntry[] | null {
		if (after !== '' && after === this.#start) return [...this.#entries];
		const index = this.#entries.findIndex(({ id }) => id === after);
		return index === -1 ? null : this.#entries.slice(index + 1);
	}

	/** `before` より前のメッセージを、新しいほうから1ページ。null なら最後のページ */
	page(room: RoomName, before: string | null): { entries: LogEntry[]; isMore: boolean } {
		const end = this.#entries.findIndex(({ id }) => id === before);
		const older = (
			before === null ? this.#entries : this.#entries.slice(0, Math.max(0, end))
		).filter(({ data }) => data.type === 'said' && data.room === room);
		return { entries: older.slice(-pageSize), isMore: older.length > pageSize };
	}

	#forget(count: number) {
		this.#start = this.#entries.splice(0, count).at(-1)?.id ?? this.#start;
	}

	#erase(id: string) {
		this.#entries = this.#entries.map((entry) =>
			entry.id === id && entry.data.type === 'said'
				? { ...entry, data: { ...entry.data, text: '', isDeleted: true } }
				: entry
		);
	}
}
