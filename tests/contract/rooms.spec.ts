import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from './lib/brokers.ts';
import { publish, request, signIn } from './lib/http.ts';
import { transports } from './lib/transports.ts';
import { until } from './lib/wait.ts';

onEachBroker((instances) => {
	describe.each(transports)(
		'a room over $name',
		({ name, via, isStream, publishesItself, connect }) => {
			if (isStream)
				it('sends a welcome first, with the user and the cursor of the room [welcome]', async () => {
					const room = `empty-${randomId(8)}`;
					const client = connect(instances.first, { room });
					const welcome = await client.next('welcome');
					expect(client.events[0]).toBe(welcome);
					expect(welcome).toEqual({
						type: 'welcome',
						room,
						instance: expect.any(String),
						sessionId: expect.stringMatching(/^[a-z0-9]{20}$/),
						user: expect.stringMatching(/^guest-[a-z0-9]{4}$/),
						cursor: expect.stringMatching(/\.0$/),
						lastSeq: 0
					});
					client.close();
				});

			it('delivers to all, the publisher too, with seq 1, 2, 3 and the epoch in the id [settings-redis, message-fields, message-id, message-timestamp, order-own]', async () => {
				const room = `order-${randomId(8)}`;
				const [one, two] = [
					connect(instances.first, { room }),
					connect(instances.second, { room })
				];
				await Promise.all([one.ready(), two.ready()]);
				for (const text of ['a', 'b', 'c']) {
					const ack = await one.publish(text);
					expect(ack.type).toBe('ack');
				}
				expect(await one.texts(3)).toEqual(['a', 'b', 'c']);
				expect(await two.texts(3)).toEqual(['a', 'b', 'c']);
				const messages = two.of('message');
				const [epoch] = messages[0]!.id.split('.');
				expect(messages.map(({ id }) => id)).toEqual([`${epoch}.1`, `${epoch}.2`, `${epoch}.3`]);
				expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
				expect(Object.keys(messages[0]!).sort()).toEqual(
					['type', 'id', 'seq', 'room', 'user', 'text', 'timestamp', 'via'].sort()
				);
				expect(messages[0]).toMatchObject({
					room,
					via,
					user: publishesItself
						? (await one.next('welcome')).user
						: expect.stringMatching(/^guest-[a-z0-9]{4}$/),
					timestamp: expect.closeTo(Date.now(), -4)
				});
				expect(one.of('message')).toEqual(messages);
				one.close();
				two.close();
			});

			it('shares its rooms with all other transports and with plain HTTP [room-shared, message-via]', async () => {
				const room = `shared-${randomId(8)}`;
				const readers = transports.map((transport) =>
					transport.connect(instances.second, { room })
				);
				const here = connect(instances.first, { room });
				await Promise.all([...readers, here].map((reader) => reader.ready()));
				await publish(instances.second, room, 'by http');
				await here.publish(`by ${name}`);
				for (const reader of readers) {
					expect(await reader.texts(2)).toEqual(['by http', `by ${name}`]);
					expect(reader.of('message').map(({ via }) => via)).toEqual(['http', via]);
					await here.texts(2);
					expect(reader.of('message')).toEqual(here.of('message'));
					reader.close();
				}
				here.close();
			});

			it('keeps rooms separate [room-shared]', async () => {
				const [a, b] = [`a-${randomId(8)}`, `b-${randomId(8)}`];
				const [one, two] = [
					connect(instances.first, { room: a }),
					connect(instances.first, { room: b })
				];
				await Promise.all([one.ready(), two.ready()]);
				await publish(instances.second, a, 'for a');
				await publish(instances.first, b, 'for b');
				expect(await one.texts(1)).toEqual(['for a']);
				expect(await two.texts(1)).toEqual(['for b']);
				one.close();
				two.close();
			});

			it('answers a retried clientId with the first result and stores no second message, on every transport and instance [client-id]', async () => {
				const room = `repeat-${randomId(8)}`;
				const client = connect(instances.first, { room });
				await client.ready();
				const clientId = randomId(16);
				const first = await client.publish('once', clientId);
				expect(first).toEqual({ type: 'ack', clientId, id: expect.any(String), seq: 1 });
				const publishers = [
					client,
					...transports.map((transport) => transport.connect(instances.second, { room }))
				];
				for (const repeating of publishers) {
					expect(await repeating.publish('once', clientId)).toEqual(first);
					expect(await repeating.publish('another text', clientId)).toMatchObject({
						type: 'error',
						code: 'client_id_conflict'
					});
				}
				const { status, body } = await publish(instances.second, room, 'once', { clientId });
				expect([status, body]).toEqual([201, { id: 'id' in first && first.id, seq: 1 }]);
				await client.publish('last');
				expect(await client.texts(2)).toEqual(['once', 'last']);
				for (const publisher of publishers) publisher.close();
			});

			if (isStream)
				it('sends presence on joining and on change, with each session once, and pollers too [settings-redis, sse-events, presence]', async () => {
					const room = `present-${randomId(8)}`;
					const [ada, bob] = await Promise.all([
						signIn(instances.first, 'Ada'),
						signIn(instances.first, 'Bob')
					]);
					const as = ({ cookie }: { cookie: string }, server = instances.first) =>
						connect(server, { room, headers: { cookie } });
					const [one, same] = [as(ada), as(ada, instances.second)];
					await Promise.all([one.ready(), same.ready()]);
					expect(await one.next('presence')).toMatchObject({ room, count: 1, users: ['Ada'] });
					expect(await same.next('presence')).toMatchObject({ room, count: 1, users: ['Ada'] });
					expect(one.events.findIndex(({ type }) => type === 'presence')).toBeGreaterThan(0);

					const other = as(bob, instances.second);
					const newest = () => one.of('presence').at(-1);
					await until(() => newest()?.count === 2, 'the second session');
					expect(newest()?.users).toEqual(['Ada', 'Bob']);
					expect(await other.next('presence')).toMatchObject({ count: 2, users: ['Ada', 'Bob'] });
					same.close();
					other.close();
					await until(() => newest()?.count === 1, 'the end of the second session');
					expect(newest()?.users).toEqual(['Ada']);

					await request(
						instances.second,
						'GET',
						`/api/rooms/${room}/poll?after=none.0`,
						undefined,
						{
							cookie: bob.cookie
						}
					);
					await until(() => newest()?.count === 2, 'the poller');
					one.close();
				});
		}
	);
});
