import { expect, test } from 'vitest';
import { sidebarScroll } from './sidebar.ts';

const link = { top: 1000, height: 30 };

test('the sidebar stays where the reader left it while the current page is visible', () => {
	expect(sidebarScroll('700', link, 600)).toBe(700);
});

test('a link to the current page that the stored position would hide is scrolled into view', () => {
	expect(sidebarScroll('0', link, 600)).toBe(800);
	expect(sidebarScroll('1010', link, 600)).toBe(800);
});

test('without a valid stored position, only the link to the current page decides', () => {
	expect(sidebarScroll(null, link, 600)).toBe(800);
	expect(sidebarScroll('x', { top: 50, height: 30 }, 600)).toBe(0);
});
