import { expect, it, vi } from 'vitest';
import { mostConnections } from '../../bench/lib/open-files.ts';
import { parseOptions } from '../../bench/lib/options.ts';
import { publishPeerNames } from '../../bench/lib/peers.ts';
import { measureAccepting } from '../../bench/parts/accept.ts';
import { measureJoining } from '../../bench/parts/join.ts';
import { measurePublishing } from '../../bench/parts/publish.ts';
import { weather } from '../../bench/parts/storm.ts';

// Whether the bench measures what it says: how fast anything is, is no matter of tests.

const clients = 10;

// Each test starts several processes, one after the other.
vi.setConfig({ testTimeout: 180_000 });

it('measures what a message costs that is published over HTTP', async () => {
	// A message that is not answered with 201 ends the run with an error.
	const costs = await measurePublishing(1, 50);
	for (const name of publishPeerNames) expect(costs[name][0]).toBeGreaterThan(0);
});

it('measures what it costs to let a connection in', async () => {
	const names = ['ws naive', 'our WebSocket', 'our SSE'] as const;
	const costs = await measureAccepting(names, 1, clients);
	for (const name of names) expect(costs.get(name)?.[0]).toBeGreaterThan(0);
});

it.each(['our WebSocket', 'our SSE', 'our Socket.IO', 'Socket.IO'] as const)(
	'measures what it costs to join a room over %s, by its size',
	async (name) => {
		const costs = await measureJoining(name, [10, 20], 1, clients);
		expect([...costs.keys()]).toEqual([10, 20]);
		for (const [cost] of costs.values()) expect(cost).toBeGreaterThan(0);
	}
);

it.each(['our WebSocket', 'our SSE', 'our Socket.IO'] as const)(
	'counts what a storm of clients over %s loses: nothing',
	async (name) => {
		const storm = await weather(name, clients);
		expect(storm.messages).toBeGreaterThan(0);
		expect([storm.lost, storm.repeated]).toEqual([0, 0]);
	}
);

it('counts what those lose who do not resume', async () => {
	const { messages, lost } = await weather('ws naive', clients);
	// The last message is published when all are back.
	expect(lost).toBeLessThanOrEqual((messages - 1) * clients);
});

it('asks for no more connections than a process may have', () => {
	expect(mostConnections()).toBeGreaterThan(0);
	expect(parseOptions(['storm', '--storm', '500'])).toMatchObject({ parts: ['storm'], storm: 500 });
});
