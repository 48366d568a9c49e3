import { expect, test } from 'vitest';
import { nearest, similarity } from './nearest.ts';

const pages = [
	{ path: '/' },
	{ path: '/sveltekit/server/websocket-sse/' },
	{ path: '/sveltekit/deployment/' },
	{ path: '/examples/websocket/' }
];
const paths = (wanted: string) => nearest(pages, wanted, 3).map(({ path }) => path);

test('similarity is 1 for equal texts, 0 for texts without a common pair', () => {
	expect(similarity('sse', 'sse')).toBe(1);
	expect(similarity('sse', 'ws')).toBe(0);
	expect(similarity('', '')).toBe(1);
	expect(similarity('a', 'b')).toBe(0);
});

test('a typo in the last segment finds the page', () => {
	expect(paths('/sveltekit/deploymnet/')[0]).toBe('/sveltekit/deployment/');
});

test('the right name in the wrong folder finds the page', () => {
	expect(paths('/docs/websocket/')[0]).toBe('/examples/websocket/');
	expect(paths('/WEBSOCKET-SSE')[0]).toBe('/sveltekit/server/websocket-sse/');
});

test('an address like none of the pages suggests nothing', () => {
	expect(paths('/wp-login.php')).toEqual([]);
});

test('at most the wanted number of pages is suggested', () => {
	expect(nearest(pages, '/sveltekit/websocket/', 1)).toHaveLength(1);
});

test('only the beginning of a very long address is compared', () => {
	const wanted = `/examples/websocket${'/'.repeat(120)}deployment/`;
	expect(paths(wanted)[0]).toBe('/examples/websocket/');
});
