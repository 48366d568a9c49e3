import { expect, it } from 'vitest';
import { historyMs } from '../../server/realtime/limits.ts';
import { History } from './history.server.ts';
import type { LogEvent, RoomName } from './protocol.ts';

function filled(count: number, room: RoomName = 'general') {
	const history = new History();
	for (let seq = 1; seq <= count; seq++) add(history, seq, said(String(seq), room));
	return history;
}

const add = (history: History, seq: number, data: LogEvent) =>
	history.add({ id: `e.${String(seq)}`, seq, timestamp: seq, data });

const said = (text: string, room: RoomName): LogEvent => ({
	...({ type: 'said', room, who: 'a', name: '朝', text, clientId: 'x' } as const)
});

it('resumes after any held entry, but not after an unknown one', () => {
	const history = filled(3);
	expect(history.after('e.1')?.map(({ id }) => id)).toEqual(['e.2', 'e.3']);
	expect(history.after('e.3')).toEqual([]);
	expect(history.after('e.0')).toHaveLength(3);
	for (const unknown of ['e.4', '', null]) expect(history.after(unknown)).toBeNull();
});

it('pages back to the first entry without gap or repeat', () => {
	const history = filled(41);
	const seen: string[] = [];
	let before: string | null = null;
	for (;;) {
		const { entries, isMore } = history.page('general', before);
		seen.unshift(...entries.map(({ id }) => id));
		before = entries[0]?.id ?? '';
		if (!isMore) break;
	}
	expect(seen).toEqual(Array.from({ length: 41 }, (_, i) => `e.${String(i + 1)}`));
	expect(history.page('general', 'e.1')).toEqual({ entries: [], isMore: false });
	expect(history.page('tech', null)).toEqual({ entries: [], isMore: false });
});

it('omits the text of deleted messages', () => {
	const history = filled(2);
	add(history, 3, { type: 'deleted', id: 'e.2' });
	expect(history.page('general', null).entries[1]?.data).toMatchObject({
		text: '',
		isDeleted: true
	});
	expect(history.after('e.1')?.map(({ data }) => data.type)).toEqual(['said', 'deleted']);
	expect(['e.1', 'e.2', 'e.3'].map((id) => history.has(id))).toEqual([true, false, false]);
});

it('holds a thousand entries and resumes after the one before them', () => {
	const history = filled(1001);
	expect(history.after('e.1')).toHaveLength(1000);
	expect(filled(1002).after('e.1')).toBeNull();
});

it('expires entries older than ten minutes and keeps its position', () => {
	const history = filled(3);
	history.expire(2 + historyMs);
	expect(history.page('general', null).entries.map(({ id }) => id)).toEqual(['e.3']);
	expect(history.after('e.2')?.map(({ id }) => id)).toEqual(['e.3']);
	expect(history.after('e.1')).toBeNull();
	history.expire(4 + historyMs);
	expect(history.last).toBe('e.3');
	expect(history.after('e.3')).toEqual([]);
	expect(history.after('e.2')).toBeNull();
});

it('starts at the end of an expired journal', () => {
	const history = new History();
	history.begin('e.7');
	expect(history.after('e.7')).toEqual([]);
	add(history, 8, said('次', 'general'));
	expect(history.after('e.7')?.map(({ id }) => id)).toEqual(['e.8']);
	history.begin('e.7');
	expect(history.last).toBe('e.8');
});
