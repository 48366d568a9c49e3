import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBackoff } from './backoff.ts';
import { createLifecycle } from './lifecycle.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

// #region setup
function setup() {
	const page = new EventTarget();
	const link = { open: vi.fn(), drop: vi.fn(), probe: vi.fn() };
	const states: string[] = [];
	const lifecycle = createLifecycle({
		link,
		page,
		backoff: createBackoff({ baseMs: 1_000, random: () => 0.5 }),
		onState: ({ name }) => states.push(name),
		connectMs: 10_000
	});
	const fire = (type: string) => page.dispatchEvent(new Event(type));
	return { lifecycle, link, states, fire };
}
// #endregion setup

it('W2: connects, waits after a lost connection and reconnects', () => {
	const { lifecycle, link, states } = setup();
	lifecycle.start();
	lifecycle.opened();
	lifecycle.lost();
	expect(lifecycle.state).toEqual({ name: 'waiting', retryAt: 500 });
	vi.advanceTimersByTime(500);
	expect(link.open).toHaveBeenCalledTimes(2);
	expect(states).toEqual(['connecting', 'open', 'waiting', 'connecting']);
});

it('waits at least as long as the server has asked', () => {
	const { lifecycle } = setup();
	lifecycle.start();
	lifecycle.lost(4_000);
	expect(lifecycle.state).toEqual({ name: 'waiting', retryAt: 4_000 });
});

it('aborts an attempt that neither opens nor fails', () => {
	const { lifecycle, link } = setup();
	lifecycle.start();
	vi.advanceTimersByTime(10_000);
	expect(lifecycle.state.name).toBe('waiting');
	expect(link.drop).toHaveBeenCalled();
});

it('W2: stays closed after a final rejection, with the reason', () => {
	const { lifecycle, link } = setup();
	lifecycle.start();
	lifecycle.refused(4401);
	expect(lifecycle.state).toEqual({ name: 'closed', reason: 'refused', code: 4401 });
	vi.advanceTimersByTime(3_600_000);
	expect(link.open).toHaveBeenCalledOnce();
});

// #region after-stop
it('W13: does not reconnect when a close event arrives after stop', () => {
	const { lifecycle, link } = setup();
	lifecycle.start();
	lifecycle.opened();
	lifecycle.stop();
	lifecycle.lost();
	vi.advanceTimersByTime(3_600_000);
	expect(link.open).toHaveBeenCalledOnce();
	expect(lifecycle.state).toEqual({ name: 'closed', reason: 'stopped' });
});
// #endregion after-stop

it('reconnects immediately when start is called during a wait', () => {
	const { lifecycle, link } = setup();
	lifecycle.start();
	lifecycle.lost();
	lifecycle.start();
	expect(link.open).toHaveBeenCalledTimes(2);
	vi.advanceTimersByTime(500);
	expect(link.open).toHaveBeenCalledTimes(2);
});

it('C6 W18: closes on pagehide and reopens on pageshow', () => {
	const { lifecycle, link, fire } = setup();
	lifecycle.start();
	lifecycle.opened();
	fire('pagehide');
	expect(lifecycle.state).toEqual({ name: 'closed', reason: 'hidden' });
	expect(link.drop).toHaveBeenCalled();
	fire('pageshow');
	expect(lifecycle.state.name).toBe('connecting');
});

it('W18: does not reopen a manually stopped connection on pageshow', () => {
	const { lifecycle, fire } = setup();
	lifecycle.start();
	lifecycle.stop();
	fire('pagehide');
	fire('pageshow');
	expect(lifecycle.state).toEqual({ name: 'closed', reason: 'stopped' });
});

it('C6: reconnects immediately when the network is back', () => {
	const { lifecycle, link, fire } = setup();
	lifecycle.start();
	lifecycle.lost();
	fire('online');
	expect(link.open).toHaveBeenCalledTimes(2);
});

it('probes the connection when the network seems gone, and does not close it', () => {
	const { lifecycle, link, fire } = setup();
	lifecycle.start();
	lifecycle.opened();
	fire('offline');
	expect(link.probe).toHaveBeenCalledOnce();
	expect(lifecycle.state.name).toBe('open');
});

it('W13: runs nothing after dispose', () => {
	const { lifecycle, link, states, fire } = setup();
	lifecycle.start();
	lifecycle.lost();
	const reported = states.length;
	lifecycle.dispose();
	fire('pageshow');
	fire('online');
	vi.advanceTimersByTime(3_600_000);
	expect(vi.getTimerCount()).toBe(0);
	expect(states).toHaveLength(reported);
	expect(link.open).toHaveBeenCalledOnce();
});
