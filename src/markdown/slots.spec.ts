import { expect, it } from 'vitest';
import { createSlots } from './slots.ts';

it('gives static HTML back in the place of its token', async () => {
	const slots = createSlots();
	const text = `a ${slots.put('<b>1</b>', 'inline')} ${slots.put(Promise.resolve('<i>2</i>'), 'block')}`;
	expect(text).not.toContain('<');
	expect(slots.fill(await slots.settle(text))).toBe('a <b>1</b> <i>2</i>');
});

it('settles live markup first, with the static HTML inside of it still as tokens', async () => {
	const slots = createSlots();
	const live = slots.putLive(`<Demo />${slots.put('<pre>code</pre>', 'block')}`);
	const settled = await slots.settle(live);
	expect(settled).toMatch(/^<Demo \/>[^<]+$/);
	expect(slots.fill(settled)).toBe('<Demo /><pre>code</pre>');
});

it('passes a failure on to whoever settles', async () => {
	const slots = createSlots();
	slots.put(Promise.reject(new Error('no such region')), 'block');
	await expect(slots.settle('')).rejects.toThrow('no such region');
});
