import * as v from 'valibot';
import { expect, it, vi } from 'vitest';
import type { ExampleHost, Figures } from '../../server/examples/host.ts';
import { Sample } from './protocol.ts';
import { between, createSampler } from './sampler.server.ts';

const figures = (over: Partial<Figures> = {}): Figures => ({
	connections: { sse: 2 },
	received: 10,
	written: 40,
	refused: 0,
	...over
});

function rig() {
	const read = vi.fn(() => Promise.resolve(figures()));
	let tick = (): void => {};
	const schedule = vi.fn((callback: () => void) => {
		tick = callback;
		return setTimeout(() => undefined, 0);
	});
	const watch = createSampler(
		{ figures: read } as Partial<ExampleHost> as ExampleHost,
		schedule as unknown as typeof setInterval
	);
	return { read, schedule, watch, tick: () => tick() };
}

it('measures once for all watchers, and sends them the same text', async () => {
	const { read, schedule, watch, tick } = rig();
	const one = vi.fn();
	const other = vi.fn();
	const stops = [watch(one), watch(other)];
	await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(1));
	tick();
	await vi.waitFor(() => expect(one).toHaveBeenCalledTimes(1));
	expect(read).toHaveBeenCalledTimes(2);
	expect(schedule).toHaveBeenCalledTimes(1);
	expect(other.mock.calls).toEqual(one.mock.calls);
	const sample: unknown = JSON.parse(String(one.mock.calls[0]?.[0]));
	expect(v.parse(Sample, sample)).toMatchObject({ connections: { sse: 2 } });
	for (const stop of stops) stop();
});

it('schedules again for the next watcher after the last one has left', () => {
	const { schedule, watch } = rig();
	watch(vi.fn())();
	watch(vi.fn())();
	expect(schedule).toHaveBeenCalledTimes(2);
});

it('continues after figures that could not be read', async () => {
	const { read, watch, tick } = rig();
	read.mockRejectedValueOnce(new Error('no figures'));
	const show = vi.fn();
	const leave = watch(show);
	for (let i = 1; i <= 3; i++) {
		await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(i));
		await Promise.resolve();
		if (i < 3) tick();
	}
	await vi.waitFor(() => expect(show).toHaveBeenCalled());
	leave();
});

it('turns totals into rates per second, which are never negative', () => {
	const before = { ...figures(), at: 1000, cpuMs: 100 };
	const now = { ...figures({ received: 30, written: 30 }), at: 3000, cpuMs: 1100 };
	expect(between(before, now, -10)).toMatchObject({
		received: 10,
		// A server counts from zero again after a restart.
		written: 0,
		lagMs: 0,
		cpu: 0.5
	});
});
