import { expect, it, vi } from 'vitest';
import { onShutdown, runShutdownTasks } from './shutdown-tasks.ts';

it('runs every task once, even if another one fails or never ends', async () => {
	const task = vi.fn(() => Promise.resolve());
	onShutdown(task);
	onShutdown(() => Promise.reject(new Error('failed')));
	onShutdown(() => new Promise(() => undefined));
	await runShutdownTasks();
	await runShutdownTasks();
	expect(task).toHaveBeenCalledTimes(1);
});
