import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenSocket, SocketHandler } from '../../src/lib/examples/kit/sockets.ts';
import { createPlace } from '../../src/lib/examples/websocket/operator.server.ts';
import type { ServerEvent } from '../../src/lib/examples/websocket/protocol.ts';
import { serve } from '../../src/lib/examples/websocket/socket.server.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import type { TestServer } from '../contract/lib/server.ts';
import { until } from '../contract/lib/wait.ts';

vi.mock('../../src/lib/examples/host.server.ts', () => ({ host: {} }));

type Entry = Extract<ServerEvent, { type: 'entry' }>['entry'];

onEachBroker((stage) => {
	let place: { room: string; operator: string };
	const open: SocketHandler[] = [];
	const servers = new WeakMap<TestServer, OpenSocket>();
	beforeEach(() => {
		place = createPlace(stage.server.realtime.examples);
	});
	afterEach(() => {
		for (const handler of open.splice(0)) handler.closed();
	});

	function server(of: TestServer): OpenSocket {
		const known = servers.get(of) ?? serve(of.realtime.examples);
		servers.set(of, known);
		return known;
	}

	interface Joining {
		key?: string;
		after?: string | null;
		operator?: string | null;
	}

	async function join(
		of: TestServer,
		name: string | null,
		{ key = randomId(24), after = null, operator = null }: Joining = {}
	) {
		const heard: ServerEvent[] = [];
		const closings: number[] = [];
		const socket = {
			send: (event: object) => void heard.push(event as ServerEvent),
			sendText: (json: string) => void heard.push(JSON.parse(json) as ServerEvent),
			close: (code: number) => void closings.push(code)
		};
		const handler = await server(of)(socket, new URLSearchParams({ room: place.room }));
		open.push(handler);
		if (name !== null) await handler.message({ type: 'hello', key, name, after, operator });
		const all = <T extends ServerEvent['type']>(type: T) =>
			heard.filter((event): event is Extract<ServerEvent, { type: T }> => event.type === type);
		const say = (text: string, room = 'general', clientId = randomId(16)) =>
			handler.message({ type: 'say', clientId, room, text });
		const entries = (): Entry[] => all('entry').map(({ entry }) => entry);
		const texts = () =>
			entries().flatMap(({ data }) => (data.type === 'said' ? [`${data.name}: ${data.text}`] : []));
		const people = () => all('people').at(-1)?.people ?? [];
		const named = (wanted: string) => people().find((person) => person.name === wanted);
		return { handler, key, heard, closings, all, say, entries, texts, people, named };
	}

	describe('the chat', () => {
		it('hands what is said to everybody in one order, and says to the sender that it is kept', async () => {
			const one = await join(stage.server, '朝子');
			const two = await join(stage.other, '夕子');
			for (const text of ['1', '2']) {
				await one.say(text);
				await two.say(text, 'tech');
			}
			await until(() => one.texts().length === 4 && two.texts().length === 4, 'four messages');
			expect(one.entries()).toEqual(two.entries());
			expect(one.all('saved')).toHaveLength(2);
			expect(one.texts()).toEqual(['朝子: 1', '夕子: 1', '朝子: 2', '夕子: 2']);
		});

		it('keeps a message once that is sent again, also on another connection and under a new name', async () => {
			const one = await join(stage.server, '朝子');
			const clientId = randomId(16);
			await one.say('一度だけ', 'general', clientId);
			one.handler.closed();
			const back = await join(stage.other, '朝', { key: one.key });
			await back.say('一度だけ', 'general', clientId);
			expect(back.all('saved')).toEqual([{ type: 'saved', clientId }]);
			expect(back.all('page')[0]?.entries).toHaveLength(1);
			expect(back.texts()).toEqual([]);
		});

		it('goes on after what was heard last, without hole or repeat', async () => {
			const one = await join(stage.server, '朝子');
			const two = await join(stage.other, '夕子');
			for (const text of ['1', '2', '3', '4']) await one.say(text);
			await until(() => two.texts().length === 4, 'four messages');
			const after = two.entries()[1]?.id ?? null;
			two.handler.closed();
			const back = await join(stage.other, '夕子', { key: two.key, after });
			expect(back.all('welcome')[0]).toMatchObject({ freshUpTo: null });
			expect(back.entries()).toEqual(two.entries().slice(2));
			expect(back.all('page')).toEqual([]);
		});

		it('begins with the last page of each room where there is nothing to go on from', async () => {
			const one = await join(stage.server, '朝子');
			await one.say('前から');
			const late = await join(stage.other, '夜子', { after: 'nobody.7' });
			const pages = late.all('page');
			expect(pages.map(({ room, entries }) => [room, entries.length])).toEqual([
				['general', 1],
				['tech', 0],
				['random', 0]
			]);
			expect(late.all('welcome')[0]?.freshUpTo).toBe(pages[0]?.entries[0]?.id);
		});

		it('gives older messages page by page, of one room', async () => {
			const one = await join(stage.server, '朝子');
			const two = await join(stage.server, '夕子');
			const three = await join(stage.server, '夜子');
			for (let i = 0; i < 8; i++) {
				for (const [index, member] of [one, two, three].entries()) {
					await member.say(`${String(i)}-${String(index)}`);
				}
				await one.say('別の部屋', 'tech');
				if (i === 4) break; // ten at once are anybody's limit
			}
			for (let i = 5; i < 10; i++) for (const member of [two, three]) await member.say(String(i));
			const late = await join(stage.other, '深夜');
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

		it('W9: gives a name to one person only, whoever asks first, on whichever server', async () => {
			const one = await join(stage.server, 'Hanako');
			const two = await join(stage.other, 'ｈａｎａｋｏ');
			expect(two.all('turned-away')).toEqual([{ type: 'turned-away', why: 'name_taken' }]);
			expect(two.all('welcome')).toEqual([]);
			await expect(two.say('入っていない')).rejects.toMatchObject({
				problem: { code: 'unauthorised' }
			});
			await two.handler.message({
				type: 'hello',
				key: two.key,
				name: '太郎',
				after: null,
				operator: null
			});
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
			const same = await Promise.all([stage.server, stage.other].map((of) => join(of, '同時')));
			expect(same.flatMap(({ all }) => all('welcome'))).toHaveLength(1);
		});

		it('shows who is here, once per person, and that somebody has gone', async () => {
			const one = await join(stage.server, '朝子');
			const two = await join(stage.other, '夕子');
			const again = await join(stage.server, '夕子', { key: two.key });
			await until(() => one.people().length === 2, 'two people');
			two.handler.closed();
			again.handler.closed();
			await until(() => one.people().length === 1, 'one person');
		});

		it('says who is typing, and keeps nothing of it', async () => {
			const one = await join(stage.server, '朝子');
			const two = await join(stage.other, '夕子');
			await one.handler.message({ type: 'typing', room: 'tech' });
			await until(() => two.all('typing').length === 1, 'the notice');
			expect(two.all('typing')[0]).toMatchObject({ room: 'tech', who: two.named('朝子')?.who });
			expect((await join(stage.other, '夜子')).all('typing')).toEqual([]);
		});
	});

	describe('moderation', () => {
		async function three() {
			const operator = await join(stage.server, '運営', { operator: place.operator });
			const member = await join(stage.other, '朝子');
			await until(() => operator.named('朝子') !== undefined, 'the member');
			return { operator, member, who: operator.named('朝子')?.who };
		}

		it('is the maker’s alone: neither the link nor a wrong key is enough', async () => {
			const { operator, member } = await three();
			const guest = await join(stage.server, '客', { operator: 'A'.repeat(43) });
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

		it('deletes a message for all who are here and for all who come', async () => {
			const { operator, member } = await three();
			await member.say('消してほしい文');
			await until(() => operator.entries().length === 1, 'the message');
			const id = operator.entries()[0]?.id;
			await operator.handler.message({ type: 'delete', id });
			await until(() => member.entries().length === 2, 'the deletion');
			expect(member.entries()[1]?.data).toEqual({ type: 'deleted', id });
			const late = await join(stage.other, '夜子');
			expect(late.all('page')[0]?.entries[0]?.data).toMatchObject({ text: '', isDeleted: true });
			expect(JSON.stringify(late.heard)).not.toContain('消してほしい文');
			await expect(operator.handler.message({ type: 'delete', id: 'x.1' })).rejects.toMatchObject({
				problem: { code: 'not_found' }
			});
		});

		it('mutes a person, who is told so, also after coming back, and may speak again', async () => {
			const { operator, member, who } = await three();
			await operator.handler.message({ type: 'rule', who, rule: 'muted' });
			await until(() => member.named('朝子')?.isMuted === true, 'the muting');
			const clientId = randomId(16);
			await member.say('言えない', 'general', clientId);
			expect(member.all('refused')).toEqual([{ type: 'refused', clientId, code: 'unauthorised' }]);
			member.handler.closed();
			const back = await join(stage.server, '別の名前', { key: member.key });
			await back.say('言えない');
			expect(back.all('refused')).toHaveLength(1);
			await operator.handler.message({ type: 'rule', who, rule: 'free' });
			await back.say('言える');
			expect(back.texts()).toEqual(['別の名前: 言える']);
		});

		it('removes a person for good, but never an operator', async () => {
			const { operator, member, who } = await three();
			await operator.handler.message({ type: 'rule', who, rule: 'removed' });
			await until(() => member.closings.length === 1, 'the closing');
			expect(member.closings).toEqual([4401]);
			await until(() => operator.people().length === 1, 'the leaving');
			const back = await join(stage.server, 'だれか', { key: member.key });
			expect(back.all('turned-away')).toEqual([{ type: 'turned-away', why: 'removed' }]);
			expect(back.closings).toEqual([4401]);
			const own = operator.all('welcome')[0]?.who;
			await expect(
				operator.handler.message({ type: 'rule', who: own, rule: 'muted' })
			).rejects.toMatchObject({ problem: { code: 'bad_message' } });
		});
	});

	describe('what does not fit', () => {
		it('refuses who speaks too fast, naming the message, and counts over connections', async () => {
			const one = await join(stage.server, '朝子');
			for (let i = 0; i < 10; i++) await one.say(String(i));
			const back = await join(stage.server, '朝子', { key: one.key });
			const clientId = randomId(16);
			await back.say('速い', 'general', clientId);
			expect(back.all('refused')).toEqual([{ type: 'refused', clientId, code: 'rate_limited' }]);
		});

		it('V9: takes neither another’s number nor another’s name, and refuses what has no shape', async () => {
			const one = await join(stage.server, '朝子');
			const clientId = randomId(16);
			const spoof = { who: 'somebodyelse', name: '偽物', isDeleted: true };
			await one.handler.message({ type: 'say', clientId, room: 'tech', text: ' 本物 ', ...spoof });
			const who = one.all('welcome')[0]?.who;
			expect(one.entries()[0]?.data).toEqual({
				...{ type: 'said', room: 'tech', who, name: '朝子', text: '本物', clientId }
			});
			const say = { type: 'say', clientId, room: 'general', text: 'x' };
			const hello = { type: 'hello', key: one.key, name: '朝子', after: null, operator: null };
			for (const bad of [
				...[null, 1, 'x', [], {}, { type: '__proto__' }, { ...say, room: 'secret' }],
				...[
					{ ...say, text: ' \n ' },
					{ ...say, text: 'x'.repeat(2001) },
					{ ...say, clientId: '../' }
				],
				...[hello, { type: 'rename', name: '' }, { type: 'rule', who, rule: 'king' }]
			]) {
				await expect(one.handler.message(bad)).rejects.toMatchObject({
					problem: { code: 'bad_message' }
				});
			}
		});

		it('gives nothing to who has not said their name', async () => {
			const one = await join(stage.server, '朝子');
			await one.say('内緒');
			const silent = await join(stage.server, null);
			await one.say('これも');
			expect(silent.heard).toEqual([]);
		});
	});
});
