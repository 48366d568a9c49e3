import type { Entry } from '../kit/journal.ts';
import type { LogEntry, LogEvent, RoomName } from './protocol.ts';

/** 手元に置く数。記録そのものと同じ */
const limit = 1000;
const pageSize = 20;

/** 発言の記録の写し。消された発言の文は、ここで捨てる */
export class History {
	#entries: LogEntry[] = [];

	/** 最後の番号 */
	get last(): string {
		return this.#entries.at(-1)?.id ?? '';
	}

	/** 加えて、配るものを返す */
	add({ id, timestamp, data }: Entry<LogEvent>): LogEntry {
		const entry = { id, timestamp, data };
		if (data.type === 'deleted') this.#erase(data.id);
		this.#entries.push(entry);
		if (this.#entries.length > limit) this.#entries.shift();
		return entry;
	}

	/** `id` の発言があるか。消したものは、もうない */
	has(id: string): boolean {
		return this.#entries.some(
			(entry) => entry.id === id && entry.data.type === 'said' && !entry.data.isDeleted
		);
	}

	// #region after
	/** `after` の次から。その番号をもう持っていなければ null で、続きにはできない */
	after(after: string | null): LogEntry[] | null {
		const index = this.#entries.findIndex(({ id }) => id === after);
		return index === -1 ? null : this.#entries.slice(index + 1);
	}

	/** `before` より前の発言を、新しいほうから1ページ。null なら最後のページ */
	page(room: RoomName, before: string | null): { entries: LogEntry[]; isMore: boolean } {
		const end = this.#entries.findIndex(({ id }) => id === before);
		const older = (
			before === null ? this.#entries : this.#entries.slice(0, Math.max(0, end))
		).filter(({ data }) => data.type === 'said' && data.room === room);
		return { entries: older.slice(-pageSize), isMore: older.length > pageSize };
	}
	// #endregion after

	#erase(id: string) {
		this.#entries = this.#entries.map((entry) =>
			entry.id === id && entry.data.type === 'said'
				? { ...entry, data: { ...entry.data, text: '', isDeleted: true } }
				: entry
		);
	}
}
