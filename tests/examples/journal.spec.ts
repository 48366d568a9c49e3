import { describe, expect, it } from 'vitest';
import { privateRoom, randomId } from '../../src/lib/protocol/room.ts';
import type { Entry } from '../../src/lib/server/examples/journal.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import { until } from '../contract/lib/wait.ts';

interface Step {
	step: number;
}

onEachBroker((instances) => {
	function journals() {
		const room = privateRoom('journal');
		const one = instances.first.realtime.examples.journal<Step>('test', room);
		const other = instances.second.realtime.examples.journal<Step>('test', room);
		return { one, other };
	}

	function follower() {
		const entries: Entry<Step>[] = [];
		const gaps: string[] = [];
		return {
			entries,
			gaps,
			entry: (entry: Entry<Step>) => void entries.push(entry),
			gap: ({ reason }: { reason: string }) => void gaps.push(reason)
		};
	}

	describe('a journal', () => {
		it('delivers stored and new entries in order, without gaps or repeats, while others append', async () => {
			const { one, other } = journals();
			for (let step = 1; step <= 250; step++) await one.append({ step });
			const writing = (async () => {
				for (let step = 251; step <= 400; step++) await one.append({ step });
			})();
			const reader = follower();
			const stop = await other.follow(null, reader);
			await writing;
			await until(() => reader.entries.length >= 400, 'all 400 entries');
			expect(reader.entries.map(({ seq }) => seq)).toEqual(
				Array.from({ length: 400 }, (_, i) => i + 1)
			);
			expect(reader.entries.map(({ data }) => data.step)).toEqual(
				reader.entries.map(({ seq }) => seq)
			);
			expect(reader.gaps).toEqual([]);
			stop();
		});

		it('replays no more than fits into one client’s queue, and reports a gap for the rest', async () => {
			const room = privateRoom('journal');
			const [one, other] = [instances.first, instances.second].map(({ realtime }) =>
				realtime.examples.journal<{ update: string }>('test', room)
			);
			const update = 'A'.repeat(48_000);
			for (let n = 0; n < 30; n++) await one?.append({ update });
			let [bytes, last] = [0, 0];
			const gaps: object[] = [];
			const stop = await other?.follow(null, {
				entry(entry) {
					bytes += JSON.stringify(entry).length;
					last = entry.seq;
				},
				gap: ({ reason, from, to }) => void gaps.push({ reason, from, to })
			});
			stop?.();
			expect(last).toBe(30);
			expect(bytes).toBeLessThan(1024 * 1024);
			expect(bytes).toBeGreaterThan(900_000);
			expect(gaps).toEqual([{ reason: 'expired', from: 1, to: 9 }]);
		});

		it('resumes after an id, and reports a gap for an id of an earlier epoch', async () => {
			const { one, other } = journals();
			const ids = [];
			for (let step = 1; step <= 5; step++) ids.push((await one.append({ step })).id);
			const reader = follower();
			const stop = await other.follow(ids[2] ?? null, reader);
			expect(reader.entries.map(({ seq }) => seq)).toEqual([4, 5]);
			stop();
			const late = follower();
			(await other.follow(`${randomId(12)}.3`, late))();
			expect(late.gaps).toEqual(['reset']);
			expect(late.entries).toHaveLength(5);
		});

		it('answers a repeated clientId with the first entry', async () => {
			const { one, other } = journals();
			const first = await one.append({ step: 1 }, 'same');
			const again = await other.append({ step: 1 }, 'same');
			expect(again.id).toBe(first.id);
			await expect(other.append({ step: 2 }, 'same')).rejects.toMatchObject({
				problem: { code: 'client_id_conflict' }
			});
		});

		it('delivers nothing after stopping', async () => {
			const { one } = journals();
			const reader = follower();
			const stop = await one.follow(null, reader);
			await one.append({ step: 1 });
			await until(() => reader.entries.length === 1, 'the first entry');
			stop();
			const later = follower();
			await one.follow(null, later);
			await one.append({ step: 2 });
			await until(() => later.entries.length === 2, 'the second entry');
			expect(reader.entries).toHaveLength(1);
		});

		it('requires an unguessable room, and signs alike on all instances', async () => {
			const { examples } = instances.first.realtime;
			expect(() => examples.journal('test', 'general')).toThrow(
				expect.objectContaining({
					problem: expect.objectContaining({ code: 'room_closed' }) as unknown
				})
			);
			expect(() => examples.journal('test', ['x'])).toThrow(
				expect.objectContaining({
					problem: expect.objectContaining({ code: 'bad_room' }) as unknown
				})
			);
			expect(examples.sign('a')).not.toBe(examples.sign('b'));
			expect(examples.sign('a')).toBe(instances.second.realtime.examples.sign('a'));
		});
	});
});
