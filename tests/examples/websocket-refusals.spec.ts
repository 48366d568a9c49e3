import { describe, expect, it, vi } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import { chatOn } from './lib/chat.ts';

vi.mock('../../src/lib/examples/host.server.ts', () => ({ host: {} }));

onEachBroker((instances) => {
	const { join, advanceClock } = chatOn(instances);

	describe('limits and validation', () => {
		it('rejects messages that are sent too fast, also after a reconnection, and returns their clientId', async () => {
			const one = await join(instances.first, '朝子');
			for (let i = 0; i < 10; i++) await one.say(String(i));
			const back = await join(instances.first, '朝子', { key: one.key });
			const clientId = randomId(16);
			await back.say('速い', 'general', clientId);
			expect(back.all('refused')).toEqual([{ type: 'refused', clientId, code: 'rate_limited' }]);
		});

		it('limits hellos with a taken name, because they are journaled although they are turned away', async () => {
			await join(instances.first, '朝子');
			const other = await join(instances.first, '朝子');
			for (let i = 1; i < 5; i++) await other.hello('朝子');
			expect(other.all('turned-away')).toHaveLength(5);
			await expect(other.hello('朝子')).rejects.toMatchObject({
				problem: { code: 'rate_limited' }
			});
			advanceClock(5000);
			await other.hello('夕子');
			expect(other.all('welcome')).toHaveLength(1);
		});

		it('V9: ignores ids and names in messages, and rejects malformed messages', async () => {
			const one = await join(instances.first, '朝子');
			const clientId = randomId(16);
			const spoof = { who: 'somebodyelse', name: '偽物', isDeleted: true };
			await one.handler.message({ type: 'say', clientId, room: 'tech', text: ' 本物 ', ...spoof });
			const who = one.all('welcome')[0]?.who;
			expect(one.entries()[0]?.data).toEqual({
				type: 'said',
				room: 'tech',
				who,
				name: '朝子',
				text: '本物',
				clientId
			});
			const say = { type: 'say', clientId, room: 'general', text: 'x' };
			const hello = { type: 'hello', key: one.key, name: '朝子', after: null, operator: null };
			for (const malformed of [
				null,
				1,
				'x',
				[],
				{},
				{ type: '__proto__' },
				{ ...say, room: 'secret' },
				{ ...say, text: ' \n ' },
				{ ...say, text: 'x'.repeat(2001) },
				{ ...say, clientId: '../' },
				hello,
				{ type: 'rename', name: '' },
				{ type: 'rule', who, rule: 'king' }
			]) {
				await expect(one.handler.message(malformed)).rejects.toMatchObject({
					problem: { code: 'bad_message' }
				});
			}
		});

		it('sends nothing to a client before its hello', async () => {
			const one = await join(instances.first, '朝子');
			await one.say('内緒');
			const silent = await join(instances.first, null);
			await one.say('これも');
			expect(silent.received).toEqual([]);
		});
	});
});
