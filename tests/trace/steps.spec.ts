import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import { WebSocketTestClient } from '../contract/lib/client.ts';
import { request } from '../contract/lib/http.ts';
import { TraceClient } from '../contract/lib/trace-client.ts';
import { transports } from '../contract/lib/transports.ts';
import { until } from '../contract/lib/wait.ts';

const publishSteps = ['validated', 'rate-checked', 'broker-published', 'sequenced'];
const deliverySteps = ['broker-delivered', 'fanned-out'];

onEachBroker((instances) => {
	describe.each(transports)('a message published by a client of $name', ({ connect }) => {
		it('is traced by its id from its validation to its delivery [trace-steps]', async () => {
			const server = await instances.start({ RATE_LIMIT_MESSAGES: '100/10' });
			const trace = await TraceClient.start(server);
			const room = `trace-${randomId(8)}`;
			const others = [1, 2].map(() => WebSocketTestClient.connect(server, { room }));
			const onFirst = WebSocketTestClient.connect(instances.first, { room });
			const client = connect(server, { room, trace: trace.id });
			await Promise.all([client, onFirst, ...others].map((reader) => reader.ready()));
			const acknowledged = await client.publish('mine');
			const messageId = 'id' in acknowledged ? acknowledged.id : '';
			// Not traced, because its sender has no trace.
			await others[0]?.publish('theirs');
			await until(() => trace.of('step').some(({ step }) => step === 'fanned-out'), 'delivery');
			await client.texts(2);
			client.close();

			const of = (steps: string[]) => trace.of('step').filter(({ step }) => steps.includes(step));
			expect(
				of(publishSteps)
					.map(({ step }) => step)
					.slice(-4)
			).toEqual(publishSteps);
			expect(of(deliverySteps).map(({ step }) => step)).toEqual(deliverySteps);
			const publisher = of(['validated']).at(-1)?.connection;
			for (const step of of(['sequenced', 'acknowledged', ...deliverySteps])) {
				expect(step).toMatchObject({ messageId, connection: publisher });
			}
			const connections = server === instances.first ? 4 : 3;
			expect(of(['fanned-out'])[0]?.detail).toBe(connections);
			expect(of(['acknowledged'])).toHaveLength(1);
			for (const reader of [onFirst, ...others]) reader.close();
			await trace.close();
		});
	});

	it('a WebSocket connection has the steps of its guards, its replay and its end, in this order [trace-steps]', async () => {
		const server = instances.first;
		const trace = await TraceClient.start(server);
		const room = `trace-${randomId(8)}`;
		const first = WebSocketTestClient.connect(server, { room });
		const ack = await first.publish('one');
		const epoch = 'id' in ack ? ack.id.split('.')[0] : '';
		first.close();
		const reader = WebSocketTestClient.connect(server, {
			room,
			after: `${epoch}.0`,
			trace: trace.id
		});
		await reader.texts(1);
		reader.ws.terminate();
		await trace.ended(1);
		await until(() => trace.steps(1).includes('left'), 'left');
		expect(trace.steps(1)).toEqual([
			'origin-checked',
			'credentials-checked',
			'room-checked',
			'limits-checked',
			'handshake-answered',
			'joined',
			'replayed',
			'left'
		]);
		await trace.close();
	});

	it('a rejection has its code, over HTTP and on a connection [trace-steps]', async () => {
		const server = instances.first;
		const trace = await TraceClient.start(server);
		const path = `/api/rooms/trace-${randomId(8)}`;
		await request(server, 'POST', `${path}/messages?trace=${trace.id}`, { text: 1 });
		await request(server, 'GET', `${path}/events?after=invalid&trace=${trace.id}`);
		const client = WebSocketTestClient.connect(server, { room: '!', trace: trace.id });
		await client.ended();
		await trace.ended(3);
		const steps = trace
			.of('step')
			.filter(({ step }) => ['rejected', 'closing-sent'].includes(step));
		expect(steps.map(({ connection, detail }) => [connection, detail])).toEqual([
			[1, 'bad_message'],
			[2, 'bad_cursor'],
			[3, 'bad_room'],
			[3, 4400]
		]);
		await trace.close();
	});
});
