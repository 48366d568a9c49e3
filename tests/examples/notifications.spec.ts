import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExampleHost } from '../../src/lib/server/examples/host.ts';
import { endStreams } from '../../src/lib/server/examples/event-stream.ts';
import {
	enter,
	markRead,
	notify,
	stream
} from '../../src/lib/examples/notifications/service.server.ts';
import type { ServerEvent } from '../../src/lib/examples/notifications/protocol.ts';
import { privateRoom, randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import type { TestServer } from '../contract/lib/server.ts';
import { until } from '../contract/lib/wait.ts';

const address = 'http://localhost/api/examples/notifications';

interface Received {
	id?: string;
	data: ServerEvent;
}

function eventsIn(raw: string): Received[] {
	return raw.split('\n\n').flatMap((block) => {
		const data = /^data: (.*)$/m.exec(block)?.[1];
		const id = /^id: (.*)$/m.exec(block)?.[1];
		return data === undefined
			? []
			: [{ data: JSON.parse(data) as ServerEvent, ...(id !== undefined && { id }) }];
	});
}

onEachBroker((instances) => {
	let room: string;
	beforeEach(() => {
		room = privateRoom('notify');
	});
	afterEach(endStreams);

	/** A browser with cookies by path, and an address of its own, because rates are limited by address. */
	function browser() {
		const jar = new Map<string, string>();
		const from = randomId(8);
		let isSecure = false;
		const eventFor = (path: string, body?: object, headers: Record<string, string> = {}) => ({
			request: new Request(`${address}${path}`, {
				headers: { 'content-type': 'application/json', ...headers },
				...(body && { method: 'POST', body: JSON.stringify(body) })
			}),
			url: new URL(`${address}${path}`),
			getClientAddress: () => from,
			cookies: {
				get: () =>
					[...jar].find(([at]) => `${new URL(address).pathname}${path}`.startsWith(`${at}/`))?.[1],
				set(_: string, value: string, { path: at, secure }: { path: string; secure: boolean }) {
					jar.set(at, value);
					isSecure = secure;
				}
			} as never
		});
		return { jar, eventFor, isSecure: () => isSecure };
	}

	/** A person who has entered the room. Each call of `listen` opens a stream and records every byte of it. */
	async function person(
		server: TestServer,
		name: string,
		secret = randomId(24),
		host: ExampleHost = server.realtime.examples
	) {
		const { eventFor, jar } = browser();
		const entered = await enter(host, eventFor('/enter', { room, secret, name }));
		const { who } = (await entered.json()) as { who: string };
		const params = { room, who };
		const personal = (path: string, body?: object, headers = {}) => ({
			...eventFor(`/${room}/${who}/${path}`, body, headers),
			params
		});

		function listen(headers: Record<string, string> = {}, query = '') {
			const response = stream(host, personal(`events${query}`, undefined, headers));
			let raw = '';
			const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
			const reading = (async () => {
				for (let next = await reader?.read(); next?.value; next = await reader?.read())
					raw += next.value;
			})();
			const received = () => eventsIn(raw);
			const notices = () =>
				received().flatMap(({ data }) => (data.type === 'notified' ? [data.text] : []));
			return {
				response,
				raw: () => raw,
				received,
				notices,
				ready: () => until(() => received().some(({ data }) => data.type === 'ready'), 'ready'),
				cut: async () => {
					await reader?.cancel();
					await reading;
				}
			};
		}

		const send = (to: string, text: string, key = randomId(16)) =>
			notify(host, personal('messages', { to, text, key }));
		const read = (ids: string[]) => markRead(host, personal('reads', { ids, key: randomId(16) }));
		return { who, secret, jar, listen, send, read };
	}

	async function joined(server: TestServer, name: string) {
		const one = await person(server, name);
		const inbox = one.listen();
		await inbox.ready();
		return { ...one, inbox };
	}

	describe('notifications', () => {
		it('reach their recipients, and no byte of them reaches anybody else', async () => {
			const [a, b, c] = [
				await joined(instances.first, '葵'),
				await joined(instances.second, '蓮'),
				await joined(instances.first, '凛')
			];
			await a.send(b.who, '蓮だけへの知らせ');
			await a.send('all', '全員への知らせ');
			await until(() => b.inbox.notices().length === 2, 'both notifications');
			await until(() => c.inbox.notices().length === 1, 'the notification for all');
			expect(b.inbox.notices().sort()).toEqual(['全員への知らせ', '蓮だけへの知らせ'].sort());
			expect(c.inbox.raw()).toContain('全員への知らせ');
			expect(c.inbox.raw()).not.toContain('蓮だけ');
			// A stream that is opened later and replays everything does not contain it either.
			const late = c.listen();
			await late.ready();
			expect(late.raw()).not.toContain('蓮だけ');
			expect(a.inbox.notices()).toEqual([]);
		});

		it('S5: are neither lost nor repeated when a stream resumes from Last-Event-ID or the parameter `after`', async () => {
			const a = await joined(instances.first, '葵');
			const b = await joined(instances.second, '蓮');
			await a.send(b.who, '1');
			await a.send('all', '2');
			await until(() => b.inbox.notices().length === 2, 'the first two');
			const last = b.inbox.received().at(-1)?.id ?? '';
			await b.inbox.cut();
			for (const [to, text] of [
				['all', '3'],
				[b.who, '4'],
				['all', '5']
			] as const) {
				await a.send(to, text);
			}
			const byHeader = b.listen({ 'last-event-id': last });
			const byQuery = b.listen({}, `?after=${encodeURIComponent(last)}`);
			for (const again of [byHeader, byQuery]) {
				await again.ready();
				expect(again.notices().sort()).toEqual(['3', '4', '5']);
			}
			const fromTheStart = b.listen({ 'last-event-id': 'nonsense' });
			await fromTheStart.ready();
			expect(fromTheStart.notices().sort()).toEqual(['1', '2', '3', '4', '5']);
		});

		it('are created once when a send is repeated with the same key, and keys are not shared between people', async () => {
			const a = await joined(instances.first, '葵');
			const b = await joined(instances.second, '蓮');
			for (const [to, text] of [
				[b.who, '一度'],
				['all', '全員に一度']
			] as const) {
				const answers = [];
				for (let i = 0; i < 3; i++) answers.push(await (await a.send(to, text, 'key')).json());
				expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
			}
			expect((await a.send(b.who, '別の文', 'key')).status).toBe(409);
			expect((await b.send(b.who, '自分へ', 'key')).status).toBe(200);
			await a.send('all', '終わり');
			const ends = ['自分へ', '終わり'];
			await until(() => ends.every((end) => b.inbox.notices().includes(end)), 'the last of both');
			expect(b.inbox.notices().sort()).toEqual(['一度', '全員に一度', ...ends].sort());
		});

		it('that are read on one device are marked as read on the others, and nobody else is notified', async () => {
			const a = await joined(instances.first, '葵');
			const b = await joined(instances.first, '蓮');
			const phone = (await person(instances.second, '蓮', b.secret)).listen();
			await phone.ready();
			await a.send(b.who, '読むもの');
			await until(() => phone.notices().length === 1, 'the notification on the phone');
			const [notice] = b.inbox
				.received()
				.flatMap(({ data }) => (data.type === 'notified' ? [data.id] : []));
			await b.read([notice ?? '']);
			await until(
				() => phone.received().some(({ data }) => data.type === 'read' && data.ids[0] === notice),
				'the mark on the phone'
			);
			expect(a.inbox.raw()).not.toContain(notice);
		});

		it('W8: are accessible with the key only, not with an id, another person’s cookie or a guess', async () => {
			const a = await joined(instances.first, '葵');
			const b = await joined(instances.first, '蓮');
			const host = instances.first.realtime.examples;
			const forged = (value: string | undefined) => ({
				request: new Request(`${address}/${room}/${b.who}/events`),
				url: new URL(`${address}/${room}/${b.who}/events`),
				cookies: { get: () => value } as never,
				params: { room, who: b.who },
				getClientAddress: () => '127.0.0.1'
			});
			const [own] = [...a.jar.values()];
			for (const value of [undefined, '', own, b.who, `${randomId(24)}.蓮`]) {
				const response = stream(host, forged(value));
				expect(response.status, String(value)).toBe(401);
				expect(await response.json()).toMatchObject({ code: 'unauthorised' });
			}
			expect(stream(host, forged(`${b.secret}.蓮`)).status).toBe(200);
		});

		it('list the people present, also for those who arrive later', async () => {
			const a = await joined(instances.first, '葵');
			const b = await joined(instances.second, '蓮');
			const entered = (received: Received[]) =>
				received.flatMap(({ data }) => (data.type === 'entered' ? [data.name] : [])).sort();
			await until(() => entered(a.inbox.received()).length === 2, 'both names');
			await until(() => entered(b.inbox.received()).length === 2, 'both names');
			expect(entered(b.inbox.received())).toEqual(['葵', '蓮'].sort());
		});

		it.each([
			['https://example.com', true],
			['http://192.0.2.7:3000', false]
		])(
			'keep the key of a page at %s in a cookie that is Secure only over https',
			async (origin, secure) => {
				const body = { room, secret: randomId(24), name: '葵' };
				const { eventFor, isSecure } = browser();
				await enter(instances.first.realtime.examples, eventFor('/enter', body, { origin }));
				expect(isSecure()).toBe(secure);
			}
		);

		it.each([
			['a guessable room', { room: 'general' }, 403],
			['no room', { room: 7 }, 400],
			['a short key', { secret: 'abc' }, 400],
			['a blank name', { name: ' ' }, 400]
		])('reject an entry with %s', async (_, wrong, status) => {
			const body = { room, secret: randomId(24), name: '葵', ...wrong };
			const { eventFor, jar } = browser();
			const response = await enter(instances.first.realtime.examples, eventFor('/enter', body));
			expect(response.status).toBe(status);
			expect(jar.size).toBe(0);
		});

		it.each([
			['empty text', { text: ' ' }],
			['text that is too long', { text: 'あ'.repeat(201) }],
			['an impossible recipient', { to: 'everybody' }],
			['no key', { key: '' }]
		])('reject a send with %s', async (_, wrong) => {
			const a = await person(instances.first, '葵');
			const { to, text, key } = { to: 'all', text: '文', key: 'k', ...wrong };
			expect((await a.send(to, text, key)).status).toBe(400);
		});

		it.each([24, 39, 40, 64])(
			'reach a single recipient in a room whose name has %i characters',
			async (length) => {
				room = `${'r'.repeat(length - 24)}${randomId(24)}`;
				const a = await joined(instances.first, '葵');
				const b = await joined(instances.second, '蓮');
				expect((await a.send(b.who, '長い名前のルームで')).status).toBe(200);
				await until(() => b.inbox.notices().length === 1, 'the notification');
				expect(a.inbox.notices()).toEqual([]);
			}
		);

		it('cost one append per arrival, however many people are present', async () => {
			let appends = 0;
			const { examples } = instances.first.realtime;
			const counted: ExampleHost = {
				sign: (text) => examples.sign(text),
				addressOf: (event) => examples.addressOf(event),
				figures: () => examples.figures(),
				journal<Data extends object>(name: string, of: unknown) {
					const journal = examples.journal<Data>(name, of);
					const append = journal.append.bind(journal);
					journal.append = (data, key) => {
						appends++;
						return append(data, key);
					};
					return journal;
				}
			};
			const people = [];
			for (let i = 0; i < 8; i++) {
				const one = await person(instances.first, `人${String(i)}`, randomId(24), counted);
				const inbox = one.listen();
				await inbox.ready();
				people.push(inbox);
			}
			const names = (received: Received[]) =>
				received.filter(({ data }) => data.type === 'entered').length;
			for (const inbox of people) await until(() => names(inbox.received()) === 8, 'all names');
			expect(appends).toBe(8);
		});

		it('wait until their recipient connects', async () => {
			const b = await person(instances.second, '蓮');
			const a = await joined(instances.first, '葵');
			await a.send(b.who, '来る前の知らせ');
			const inbox = b.listen();
			await inbox.ready();
			expect(inbox.notices()).toEqual(['来る前の知らせ']);
		});
	});
});
