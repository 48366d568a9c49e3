import { expect, test } from 'vitest';
import { opensSearch } from './search.ts';

const press = (key: string, modifiers: Partial<KeyboardEvent> = {}, isTyping = false) =>
	opensSearch(
		{
			key,
			ctrlKey: false,
			metaKey: false,
			altKey: false,
			shiftKey: false,
			isComposing: false,
			...modifiers
		},
		isTyping
	);

test('a slash opens search, but not in a field', () => {
	expect(press('/')).toBe(true);
	expect(press('/', { shiftKey: true })).toBe(true);
	expect(press('/', {}, true)).toBe(false);
	expect(press('a')).toBe(false);
});

test('Ctrl+K and Cmd+K open search everywhere, also with Caps Lock', () => {
	expect(press('k', { ctrlKey: true }, true)).toBe(true);
	expect(press('K', { metaKey: true }, true)).toBe(true);
});

test('other key combinations are left to the browser', () => {
	expect(press('/', { ctrlKey: true })).toBe(false);
	expect(press('k', { ctrlKey: true, shiftKey: true })).toBe(false);
	expect(press('k', { ctrlKey: true, metaKey: true })).toBe(false);
	expect(press('k', { ctrlKey: true, altKey: true })).toBe(false);
});

test('W17: a key that an input method uses opens nothing', () => {
	expect(press('/', { isComposing: true })).toBe(false);
});
