import { expect, it, vi } from 'vitest';
import { maxConnections } from '../../bench/lib/open-files.ts';
import { parseOptions } from '../../bench/lib/options.ts';
import { publishPeerNames } from '../../bench/lib/peers.ts';
import { measureAccepting } from '../../bench/parts/accept.ts';
import { measureJoining } from '../../bench/parts/join.ts';
import { measurePublishing } from '../../bench/parts/publish.ts';
import { measureStorm } from '../../bench/parts/storm.ts';

// Whether the bench measures what it claims. No test asserts how fast anything is.

const clients = 10;

// Each test starts several processes, one after the other.
vi.setConfig({ testTimeout: 180_000 });

it('measures the cost of publishing a message over HTTP', async () => {
	// A message that is not answered with 201 ends the run with an error.
	const costs = await measurePublishing(1, 50);
	for (const name of publishPeerNames) expect(costs[name][0]).toBeGreaterThan(0);
});

it('measures the cost of accepting a connection', async () => {
	const names = ['ws naive', 'our WebSocket', 'our SSE'] as const;
	const costs = await measureAccepting(names, 1, clients);
	for (const name of names) expect(costs.get(name)?.[0]).toBeGreaterThan(0);
});

it.each(['our WebSocket', 'our SSE', 'our Socket.IO', 'Socket.IO'] as const)(
	'measures the cost of joining a room over %s, for each size of the room',
	async (name) => {
		const costs = await measureJoining(name, [10, 20], 1, clients);
		expect([...costs.keys()]).toEqual([10, 20]);
		for (const [cost] of costs.values()) expect(cost).toBeGreaterThan(0);
	}
);

it.each(['our WebSocket', 'our SSE', 'our Socket.IO'] as const)(
	'counts no lost or repeated message in a storm of clients over %s',
	async (name) => {
		const storm = await measureStorm(name, clients);
		expect(storm.messages).toBeGreaterThan(0);
		expect([storm.lost, storm.repeated]).toEqual([0, 0]);
	}
);

it('never counts the last message of a storm as lost, even if clients do not resume', async () => {
	const { messages, lost } = await measureStorm('ws naive', clients);
	// The last message is published after all have reconnected.
	expect(lost).toBeLessThanOrEqual((messages - 1) * clients);
});

it('knows how many connections a process may open, and reads the size of a storm', () => {
	expect(maxConnections()).toBeGreaterThan(0);
	expect(parseOptions(['storm', '--storm', '500'])).toMatchObject({ parts: ['storm'], storm: 500 });
});
