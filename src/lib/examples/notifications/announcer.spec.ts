import { expect, it } from 'vitest';
import { announcer } from './announcer.ts';

const minuteMs = 60_000;

it('announces a name once in five minutes, however many people arrive', async () => {
	let now = 0;
	let written = 0;
	const write = () => Promise.resolve(written++);
	const announce = announcer(write, () => now);
	await Promise.all(Array.from({ length: 100 }, announce));
	now = 5 * minuteMs - 1;
	await announce();
	expect(written).toBe(1);
	now = 5 * minuteMs;
	await announce();
	await announce();
	expect(written).toBe(2);
});

it('announces again after a failed write, and never rejects', async () => {
	let written = 0;
	let isDown = true;
	const announce = announcer(
		() => {
			written++;
			return isDown ? Promise.reject(new Error('no broker')) : Promise.resolve();
		},
		() => 0
	);
	await announce();
	isDown = false;
	await announce();
	await announce();
	expect(written).toBe(2);
});
