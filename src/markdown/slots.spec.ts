import { expect, it } from 'vitest';
import { thrown } from './fixture.ts';
import { createSlots, placeSlots } from './slots.ts';
import type { Node } from './tree.ts';

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

const place = (child: Node) =>
	thrown(() => placeSlots('a.md', () => 7)()({ type: 'root', children: [child] }));

it('makes a block of a paragraph that is one token', () => {
	const value = createSlots().put('<pre></pre>', 'block');
	const paragraph: Node = { type: 'paragraph', children: [{ type: 'text', value }] };
	expect(place(paragraph)).toBe('');
	expect(paragraph).toEqual({ type: 'html', value });
});

it('refuses a block within a line of text', () => {
	const value = `a ${createSlots().put('<pre></pre>', 'block')}`;
	expect(place({ type: 'paragraph', children: [{ type: 'text', value }] })).toBe(
		'a.md:7: a block needs a line of its own'
	);
});

it('refuses code that was not taken out before', () => {
	expect(place({ type: 'code', value: 'a' })).toMatch(/^a\.md:7: this code is fenced/);
});
