import { describe, expect, it } from 'vitest';
import { count, emptyTally, isReplayed, skippedBetween, stopped, type Tally } from './tally.ts';

const connected = (id: string, timestamp = 0) => ({ id, type: 'connected', timestamp }) as const;
const update = (id: string, timestamp = 0) =>
	({ id, type: 'update', timestamp, value: 0.5 }) as const;

const run = (tally: Tally, ...events: ReturnType<typeof connected | typeof update>[]) =>
	events.reduce((sum, { id, ...event }) => count(sum, id, event), tally);

describe('tally', () => {
	it('counts what arrives', () => {
		const tally = run(emptyTally, connected('e.4'), update('e.5'), update('e.6'));
		expect(tally).toMatchObject({ received: 2, missing: 0, reconnects: 0 });
	});

	it('S5: counts exactly the numbers that never arrived', () => {
		const tally = run(emptyTally, connected('e.4'), update('e.6'), update('e.9'));
		expect(tally.missing).toBe(3);
	});

	it('C1: counts the events that a reconnection replayed, with none missing', () => {
		const tally = run(
			emptyTally,
			connected('e.0', 1_000),
			update('e.1', 2_000),
			connected('e.1', 5_500),
			update('e.2', 3_000),
			update('e.3', 4_000),
			update('e.4', 6_000)
		);
		expect(tally).toMatchObject({ missing: 0, reconnects: 1, resumed: { after: 1, count: 2 } });
	});

	it('counts events that a reconnection did not replay as missing', () => {
		const tally = run(emptyTally, connected('e.0'), update('e.1'), connected('e.1'), update('e.4'));
		expect(tally.missing).toBe(2);
	});

	it('counts from the new numbering after a restart of the server', () => {
		const tally = run(
			emptyTally,
			connected('e.70'),
			update('e.71'),
			connected('f.0'),
			update('f.1')
		);
		expect(tally).toMatchObject({ missing: 0, reconnects: 1, position: { epoch: 'f', seq: 1 } });
	});

	it('reports a restart of the server, not a resumption, until the next reconnection', () => {
		const resumed = run(emptyTally, connected('e.70'), update('e.71'), connected('e.71'));
		expect(resumed).toMatchObject({ resumed: { after: 71 }, hasRestarted: false });
		const restarted = run(resumed, connected('f.0'));
		expect(restarted.resumed).toBeUndefined();
		expect(restarted.hasRestarted).toBe(true);
		expect(run(restarted, connected('f.0')).hasRestarted).toBe(false);
	});

	it('does not count events sent while stopped as missing', () => {
		const before = run(emptyTally, connected('e.0'), update('e.1'));
		const after = run(stopped(before), connected('e.40'), update('e.41'));
		expect(after).toMatchObject({ received: 2, missing: 0, reconnects: 0 });
	});

	it('marks nothing as replayed on the first connection', () => {
		const tally = run(emptyTally, connected('e.0', 5_000));
		expect(isReplayed(tally, update('e.1', 4_000))).toBe(false);
	});

	it('returns the numbers between two events, whether lost or sent while stopped', () => {
		expect(skippedBetween('e.48', 'e.54')).toEqual({ from: 49, to: 53 });
		expect(skippedBetween('e.48', 'e.50')).toEqual({ from: 49, to: 49 });
		expect(skippedBetween('e.48', 'e.49')).toBeNull();
		expect(skippedBetween('e.48', 'f.54')).toBeNull();
		expect(skippedBetween(undefined, 'e.54')).toBeNull();
	});

	it.each(['', 'nonsense', 'e.-1', 'e.'])('ignores the id "%s"', (id) => {
		expect(run(emptyTally, update(id))).toBe(emptyTally);
	});
});
