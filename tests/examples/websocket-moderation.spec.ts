import { describe, expect, it, vi } from 'vitest';
import type { LiveEvent } from '../../src/lib/examples/websocket/protocol.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import { until } from '../contract/lib/wait.ts';
import { chatOn } from './lib/chat.ts';

vi.mock('../../src/lib/examples/host.server.ts', () => ({ host: {} }));

onEachBroker((instances) => {
	const { join, operatorKey, advanceClock, roomName } = chatOn(instances);

	describe('moderation', () => {
		async function operatorAndMember() {
			const operator = await join(instances.first, '運営', { operator: operatorKey() });
			const member = await join(instances.second, '朝子');
			await until(() => operator.named('朝子') !== undefined, 'the member');
			return { operator, member, who: operator.named('朝子')?.who };
		}

		it('requires the creator’s key: the link or a wrong key is not enough', async () => {
			const { operator, member } = await operatorAndMember();
			const guest = await join(instances.first, '客', { operator: 'A'.repeat(43) });
			expect(operator.all('welcome')[0]?.isOperator).toBe(true);
			const who = operator.all('welcome')[0]?.who;
			await operator.say('消されない');
			const id = operator.entries()[0]?.id;
			for (const { handler, all } of [guest, member]) {
				expect(all('welcome')[0]?.isOperator).toBe(false);
				for (const act of [
					{ type: 'delete', id },
					{ type: 'rule', who, rule: 'removed' }
				]) {
					await expect(handler.message(act)).rejects.toMatchObject({
						problem: { code: 'unauthorised' }
					});
				}
			}
		});

		it('deletes a message for everybody, including those who join later', async () => {
			const { operator, member } = await operatorAndMember();
			await member.say('消してほしい文');
			await until(() => operator.entries().length === 1, 'the message');
			const id = operator.entries()[0]?.id;
			await operator.handler.message({ type: 'delete', id });
			await until(() => member.entries().length === 2, 'the deletion');
			expect(member.entries()[1]?.data).toEqual({ type: 'deleted', id });
			const late = await join(instances.second, '夜子');
			expect(late.all('page')[0]?.entries[0]?.data).toMatchObject({ text: '', isDeleted: true });
			expect(JSON.stringify(late.received)).not.toContain('消してほしい文');
			await expect(operator.handler.message({ type: 'delete', id: 'x.1' })).rejects.toMatchObject({
				problem: { code: 'not_found' }
			});
		});

		it('mutes a person until unmuted, also after a reconnection', async () => {
			const { operator, member, who } = await operatorAndMember();
			await operator.handler.message({ type: 'rule', who, rule: 'muted' });
			await until(() => member.named('朝子')?.isMuted === true, 'the mute');
			const clientId = randomId(16);
			await member.say('言えない', 'general', clientId);
			expect(member.all('refused')).toEqual([{ type: 'refused', clientId, code: 'unauthorised' }]);
			member.handler.closed();
			const back = await join(instances.first, '別の名前', { key: member.key });
			await back.say('言えない');
			expect(back.all('refused')).toHaveLength(1);
			await operator.handler.message({ type: 'rule', who, rule: 'free' });
			await back.say('言える');
			expect(back.texts()).toEqual(['別の名前: 言える']);
		});

		it('removes a person permanently, but never an operator', async () => {
			const { operator, member, who } = await operatorAndMember();
			await operator.handler.message({ type: 'rule', who, rule: 'removed' });
			await until(() => member.closings.length === 1, 'the close');
			expect(member.closings).toEqual([4401]);
			await until(() => operator.people().length === 1, 'the removal');
			const back = await join(instances.first, 'だれか', { key: member.key });
			expect(back.all('turned-away')).toEqual([{ type: 'turned-away', why: 'removed' }]);
			expect(back.closings).toEqual([4401]);
			const own = operator.all('welcome')[0]?.who;
			await expect(
				operator.handler.message({ type: 'rule', who: own, rule: 'muted' })
			).rejects.toMatchObject({ problem: { code: 'bad_message' } });
		});

		it('moderates only people who are present or already have a rule', async () => {
			const { operator, member, who } = await operatorAndMember();
			const act = (who: string | undefined, rule: string) =>
				operator.handler.message({ type: 'rule', who, rule });
			await expect(act('nobody.there', 'muted')).rejects.toMatchObject({
				problem: { code: 'not_found' }
			});
			await act(who, 'removed');
			await until(() => operator.named('朝子') === undefined, 'the removal');
			await act(who, 'free');
			await join(instances.second, '朝子', { key: member.key });
			await until(() => operator.named('朝子') !== undefined, 'the return');
		});

		it('is rate-limited, so that the operator of one room cannot fill the journals', async () => {
			const { operator, who } = await operatorAndMember();
			const act = (rule: string) => operator.handler.message({ type: 'rule', who, rule });
			for (let i = 0; i < 10; i++) await act(i % 2 ? 'free' : 'muted');
			const refused = { problem: { code: 'rate_limited' } };
			await expect(act('muted')).rejects.toMatchObject(refused);
			await expect(operator.handler.message({ type: 'delete', id: 'x.1' })).rejects.toMatchObject(
				refused
			);
			advanceClock(500);
			await act('muted');
		});

		it('rejects the second deletion of a message', async () => {
			const { operator, member } = await operatorAndMember();
			await member.say('一度だけ消せる');
			await until(() => operator.entries().length === 1, 'the message');
			const id = operator.entries()[0]?.id;
			await operator.handler.message({ type: 'delete', id });
			await expect(operator.handler.message({ type: 'delete', id })).rejects.toMatchObject({
				problem: { code: 'not_found' }
			});
		});

		it('stores rules for 200 people, and rejects one more', async () => {
			const operator = await join(instances.first, '運営', { operator: operatorKey() });
			const live = instances.first.realtime.examples.journal<LiveEvent>(
				'websocket-live',
				roomName()
			);
			const ruled = (i: number) => String(i).padStart(12, '0');
			for (let i = 0; i < 200; i++) {
				await live.append({ type: 'ruled', who: ruled(i), rule: 'removed', isNew: true });
			}
			const member = await join(instances.first, '朝子');
			const who = member.all('welcome')[0]?.who;
			const act = (who: string | undefined) =>
				operator.handler.message({ type: 'rule', who, rule: 'muted' });
			await expect(act(who)).rejects.toMatchObject({ problem: { code: 'full' } });
			await act(ruled(7));
		});
	});
});
