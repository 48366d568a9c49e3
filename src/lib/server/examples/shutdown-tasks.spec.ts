import { expect, it, vi } from 'vitest';
import { atEnd, runEndings } from './shutdown-tasks.ts';

it('runs every ending once, and is held up by none that fails or never comes', async () => {
	const done = vi.fn(() => Promise.resolve());
	atEnd(done);
	atEnd(() => Promise.reject(new Error('gone')));
	atEnd(() => new Promise(() => undefined));
	await runEndings();
	await runEndings();
	expect(done).toHaveBeenCalledTimes(1);
});
