import { expect, it, vi } from 'vitest';
import { perFrame } from './per-frame.ts';

it('W5: runs once per frame, however many times it is called', () => {
	const frames: (() => void)[] = [];
	const run = vi.fn();
	const schedule = perFrame(run, (callback) => frames.push(callback));
	schedule();
	schedule();
	expect(run).not.toHaveBeenCalled();
	frames.shift()?.();
	expect(run).toHaveBeenCalledOnce();
	schedule();
	expect(frames).toHaveLength(1);
});
