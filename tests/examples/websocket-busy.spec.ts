import { describe, expect, it, vi } from 'vitest';
import { historyLength } from '../../src/lib/server/realtime/limits.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import { until } from '../contract/lib/wait.ts';
import { chatOn } from './lib/chat.ts';

vi.mock('../../src/lib/examples/host.server.ts', () => ({ host: {} }));

onEachBroker((instances) => {
	const { join, joinOn, lateServer, operatorKey, advanceClock } = chatOn(instances);

	describe('a busy room', () => {
		it('does not let typing notices evict names and rules', async () => {
			const operator = await join(instances.first, '運営', { operator: operatorKey() });
			const removed = await join(instances.first, '困った人');
			const who = removed.all('welcome')[0]?.who;
			await operator.handler.message({ type: 'rule', who, rule: 'removed' });
			for (let i = 0; i <= historyLength; i++) {
				advanceClock(1000);
				await operator.handler.message({ type: 'typing', room: 'general' });
			}
			await until(() => operator.all('typing').length === historyLength + 1, 'all the notices');
			const late = lateServer(instances.second);
			const back = await joinOn(late, '困った人', { key: removed.key });
			expect(back.all('turned-away')).toEqual([{ type: 'turned-away', why: 'removed' }]);
			const thief = await joinOn(late, '運営');
			expect(thief.all('turned-away')).toEqual([{ type: 'turned-away', why: 'name_taken' }]);
		});
	});
});
