import { expect, it } from 'vitest';
import type { Page } from './feature.ts';
import { thrown } from './fixture.ts';
import { createSlots, fillSlots, slotParagraphs } from './slots.ts';
import type { Node } from './tree.ts';

it('replaces the tokens by the static HTML', async () => {
	const slots = createSlots();
	const text = `a ${slots.put('<b>1</b>', 'inline')} ${slots.put(Promise.resolve('<i>2</i>'), 'block')}`;
	expect(text).not.toContain('<');
	const settled = await slots.settle(text);
	expect(fillSlots(settled.text, settled.slots)).toBe('a <b>1</b> <i>2</i>');
});

it('leaves the tokens of static HTML in live markup for `fillSlots`', async () => {
	const slots = createSlots();
	const live = slots.putLive(`<Demo />${slots.put('<pre>code</pre>', 'block')}`);
	const settled = await slots.settle(live);
	expect(settled.text).toMatch(/^<Demo \/>[^<]+$/);
	expect(fillSlots(settled.text, settled.slots)).toBe('<Demo /><pre>code</pre>');
});

it('rejects if the promise of a slot rejects', async () => {
	const slots = createSlots();
	slots.put(Promise.reject(new Error('no such region')), 'block');
	await expect(slots.settle('')).rejects.toThrow('no such region');
});

const page: Partial<Page> = { file: 'a.md', lineOf: () => 7 };
const rejection = (child: Node) =>
	thrown(() => {
		slotParagraphs.render?.({ type: 'root', children: [child] }, page as Page, undefined);
	});

it('turns a paragraph that consists of one token into a block', () => {
	const value = createSlots().put('<pre></pre>', 'block');
	const paragraph: Node = { type: 'paragraph', children: [{ type: 'text', value }] };
	expect(rejection(paragraph)).toBe('');
	expect(paragraph).toEqual({ type: 'html', value });
});

it('rejects a block within a line of text', () => {
	const value = `a ${createSlots().put('<pre></pre>', 'block')}`;
	expect(rejection({ type: 'paragraph', children: [{ type: 'text', value }] })).toBe(
		'a.md:7: a block must be on its own line'
	);
});

it('rejects code that `replaceFences` has missed', () => {
	expect(rejection({ type: 'code', value: 'a' })).toBe('a.md:7: unsupported form of a code block');
});
