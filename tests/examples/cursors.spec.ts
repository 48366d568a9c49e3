import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serve } from '../../src/lib/examples/cursors/socket.server.ts';
import type { ServerEvent } from '../../src/lib/examples/cursors/protocol.ts';
import type { SocketHandler } from '../../src/lib/server/examples/sockets.ts';
import { privateRoom } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import type { TestServer } from '../contract/lib/server.ts';
import { until } from '../contract/lib/wait.ts';

vi.mock('../../src/lib/examples/host.server.ts', () => ({ host: {} }));

onEachBroker((instances) => {
	let room: string;
	const open: SocketHandler[] = [];
	beforeEach(() => {
		room = privateRoom('cursors');
	});
	afterEach(() => {
		vi.useRealTimers();
		for (const handler of open.splice(0)) handler.closed();
	});

	async function join(
		{ realtime }: TestServer,
		name: string | null,
		after?: string,
		now?: () => number
	) {
		const received: ServerEvent[] = [];
		const query = new URLSearchParams({ room, ...(after !== undefined && { after }) });
		const socket = {
			send: (event: object) => void received.push(event as ServerEvent),
			sendText: () => undefined,
			close: () => undefined
		};
		const handler = await serve(realtime.examples, now)(socket, query);
		open.push(handler);
		if (name !== null) await handler.message({ type: 'hello', name });
		const notes = () => received.flatMap((event) => (event.type === 'note' ? [event] : []));
		const pointers = () =>
			received.flatMap((event) => (event.type === 'pointer' ? [event.pointer] : []));
		return { handler, received, notes, pointers };
	}

	describe('shared cursors and note', () => {
		it('shows the pointers of others with their names, until they leave', async () => {
			const one = await join(instances.first, '朝子');
			const other = await join(instances.second, '夕子');
			await one.handler.message({ type: 'moved', x: 0.25, y: 1 });
			await until(() => other.pointers().length === 1, 'the pointer');
			expect(other.pointers()[0]).toMatchObject({ type: 'moved', name: '朝子', x: 0.25, y: 1 });
			one.handler.closed();
			await until(() => other.pointers().at(-1)?.type === 'left', 'the left event');
		});

		it('delivers every edit to all clients in one order, also after a late join or a reconnection', async () => {
			const one = await join(instances.first, '朝子');
			const other = await join(instances.second, '夕子');
			for (const update of ['AAAA', 'BBBB']) {
				await one.handler.message({ type: 'edited', update });
				await other.handler.message({ type: 'edited', update });
			}
			await until(() => one.notes().length === 4 && other.notes().length === 4, 'four edits');
			expect(one.notes()).toEqual(other.notes());
			const late = await join(instances.second, '夜子');
			expect(late.notes()).toEqual(one.notes());
			expect(late.pointers()).toEqual([]);
			const back = await join(instances.first, '朝子', one.notes()[2]?.id);
			expect(back.notes()).toEqual(one.notes().slice(3));
		});

		it('forwards a request for the whole state to each client once in five seconds, except to the requester', async () => {
			let now = 0;
			const one = await join(instances.first, '朝子', undefined, () => now);
			const other = await join(instances.second, '夕子');
			const asked = () => one.notes().filter(({ note }) => note.type === 'asked').length;
			const ask = async (update: string) => {
				for (let i = 0; i < 5; i++) await other.handler.message({ type: 'asked' });
				await other.handler.message({ type: 'edited', update });
				const isReceived = () =>
					one.notes().some(({ note }) => 'update' in note && note.update === update);
				await until(isReceived, 'the edit after the request');
			};
			await ask('AAAA');
			expect(asked()).toBe(1);
			now = 4_999;
			await ask('BBBB');
			expect(asked()).toBe(1);
			now = 5_000;
			await ask('CCCC');
			expect(asked()).toBe(2);
			await until(() => other.notes().length === 3, 'the three edits');
			expect(other.notes().map(({ note }) => note.type)).toEqual(Array(3).fill('edited'));
		});

		it('does not forward an old request to later arrivals', async () => {
			const one = await join(instances.first, '朝子');
			for (let i = 0; i < 5; i++) await one.handler.message({ type: 'asked' });
			await one.handler.message({ type: 'edited', update: 'AAAA' });
			const early = await join(instances.second, '夕子');
			expect(early.notes().map(({ note }) => note.type)).toEqual(['asked', 'edited']);
			vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
			const late = await join(instances.second, '夜子');
			vi.useRealTimers();
			expect(late.notes().map(({ note }) => note.type)).toEqual(['edited']);
		});

		it('V9: ignores ids and names in messages, and rejects malformed messages and those before hello', async () => {
			const one = await join(instances.first, '朝子');
			const other = await join(instances.second, null);
			await one.handler.message({ type: 'moved', x: 0, y: 0, who: 'somebody', name: '偽物' });
			await until(() => other.pointers().length === 1, 'the pointer');
			expect(other.pointers()[0]).toMatchObject({ name: '朝子' });
			expect(JSON.stringify(other.received)).not.toMatch(/somebody|偽物/);
			const early = other.handler.message({ type: 'edited', update: 'AAAA' });
			await expect(early).rejects.toMatchObject({ problem: { code: 'unauthorised' } });
			for (const malformed of [
				null,
				1,
				'x',
				[],
				{},
				{ type: '__proto__' },
				{ type: 'moved', x: 2, y: 0 },
				{ type: 'moved', x: NaN, y: 0 },
				{ type: 'edited', update: '!' },
				{ type: 'edited', update: 'A'.repeat(50_000) },
				{ type: 'hello', name: 'guest-1234' }
			]) {
				await expect(one.handler.message(malformed)).rejects.toMatchObject({
					problem: { code: 'bad_message' }
				});
			}
		});
	});
});
