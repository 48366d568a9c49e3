import { describe, expect, it, vi } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import { until } from '../contract/lib/wait.ts';
import { chatOn } from './lib/chat.ts';

vi.mock('../../src/lib/examples/host.server.ts', () => ({ host: {} }));

onEachBroker((instances) => {
	const { join } = chatOn(instances);

	describe('the chat', () => {
		it('delivers messages to everybody in one order and confirms them to their sender', async () => {
			const one = await join(instances.first, '朝子');
			const two = await join(instances.second, '夕子');
			for (const text of ['1', '2']) {
				await one.say(text);
				await two.say(text, 'tech');
			}
			await until(() => one.texts().length === 4 && two.texts().length === 4, 'four messages');
			expect(one.entries()).toEqual(two.entries());
			expect(one.all('saved')).toHaveLength(2);
			expect(one.texts()).toEqual(['朝子: 1', '夕子: 1', '朝子: 2', '夕子: 2']);
		});

		it('stores a repeated message once, even from another connection and under a new name', async () => {
			const one = await join(instances.first, '朝子');
			const clientId = randomId(16);
			await one.say('一度だけ', 'general', clientId);
			one.handler.closed();
			const back = await join(instances.second, '朝', { key: one.key });
			await back.say('一度だけ', 'general', clientId);
			expect(back.all('saved')).toEqual([{ type: 'saved', clientId }]);
			expect(back.all('page')[0]?.entries).toHaveLength(1);
			expect(back.texts()).toEqual([]);
		});

		it('resumes after the last received message without gaps or repeats', async () => {
			const one = await join(instances.first, '朝子');
			const two = await join(instances.second, '夕子');
			for (const text of ['1', '2', '3', '4']) await one.say(text);
			await until(() => two.texts().length === 4, 'four messages');
			const after = two.entries()[1]?.id ?? null;
			two.handler.closed();
			const back = await join(instances.second, '夕子', { key: two.key, after });
			expect(back.all('welcome')[0]).toMatchObject({ freshUpTo: null });
			expect(back.entries()).toEqual(two.entries().slice(2));
			expect(back.all('page')).toEqual([]);
		});

		it('starts with the last page of each room when there is no position to resume from', async () => {
			const one = await join(instances.first, '朝子');
			await one.say('前から');
			const late = await join(instances.second, '夜子', { after: 'nobody.7' });
			const pages = late.all('page');
			expect(pages.map(({ room, entries }) => [room, entries.length])).toEqual([
				['general', 1],
				['tech', 0],
				['random', 0]
			]);
			expect(late.all('welcome')[0]?.freshUpTo).toBe(pages[0]?.entries[0]?.id);
		});

		it('returns older messages of one room page by page', async () => {
			const one = await join(instances.first, '朝子');
			const two = await join(instances.first, '夕子');
			const three = await join(instances.first, '夜子');
			// Each person may send ten messages in a burst.
			for (let i = 0; i < 5; i++) {
				for (const [index, member] of [one, two, three].entries()) {
					await member.say(`${String(i)}-${String(index)}`);
				}
				await one.say('別のルーム', 'tech');
			}
			for (let i = 5; i < 10; i++) for (const member of [two, three]) await member.say(String(i));
			const late = await join(instances.second, '深夜');
			const last = late.all('page').find(({ room }) => room === 'general');
			expect(last).toMatchObject({ isMore: true });
			expect(last?.entries).toHaveLength(20);
			const before = last?.entries[0]?.id;
			await late.handler.message({ type: 'older', room: 'general', before });
			const older = late.all('page').at(-1);
			expect(older).toMatchObject({ room: 'general', isMore: false });
			expect(older?.entries.map(({ data }) => data)).toMatchObject(
				['0-0', '0-1', '0-2', '1-0', '1-1'].map((text) => ({ text, room: 'general' }))
			);
			await late.handler.message({ type: 'older', room: 'general', before: 'gone.1' });
			expect(late.all('page').at(-1)).toMatchObject({ entries: [], isMore: false });
		});

		it('W9: assigns a name only to the first person who requests it, across servers', async () => {
			const one = await join(instances.first, 'Hanako');
			const two = await join(instances.second, 'ｈａｎａｋｏ');
			expect(two.all('turned-away')).toEqual([{ type: 'turned-away', why: 'name_taken' }]);
			expect(two.all('welcome')).toEqual([]);
			await expect(two.say('入っていない')).rejects.toMatchObject({
				problem: { code: 'unauthorised' }
			});
			await two.hello('太郎');
			await until(() => one.named('太郎') !== undefined, 'the other person');
			await one.handler.message({ type: 'rename', name: '太郎' });
			expect(one.all('turned-away')).toHaveLength(1);
			await one.handler.message({ type: 'rename', name: '花子' });
			await until(() => two.named('花子') !== undefined, 'the new name');
			expect(
				two
					.people()
					.map(({ name }) => name)
					.sort()
			).toEqual(['太郎', '花子'].sort());
			const same = await Promise.all(
				[instances.first, instances.second].map((of) => join(of, '同時'))
			);
			expect(same.flatMap(({ all }) => all('welcome'))).toHaveLength(1);
		});

		it('lists each person present once and removes people who have left', async () => {
			const one = await join(instances.first, '朝子');
			const two = await join(instances.second, '夕子');
			const again = await join(instances.first, '夕子', { key: two.key });
			await until(() => one.people().length === 2, 'two people');
			two.handler.closed();
			again.handler.closed();
			await until(() => one.people().length === 1, 'one person');
		});

		it('shows who is typing and does not store it', async () => {
			const one = await join(instances.first, '朝子');
			const two = await join(instances.second, '夕子');
			await one.handler.message({ type: 'typing', room: 'tech' });
			await until(() => two.all('typing').length === 1, 'the notice');
			expect(two.all('typing')[0]).toMatchObject({ room: 'tech', who: two.named('朝子')?.who });
			expect((await join(instances.second, '夜子')).all('typing')).toEqual([]);
		});
	});
});
