import { expect, test } from 'vitest';
import { checkUpgrade } from './check-upgrade.ts';

const own = 'https://example.com';
const check = (origin?: string, fetchSite?: string, url = '/ws?room=a') =>
	checkUpgrade({ url, origin, fetchSite }, own);

test("the site's own pages may connect", () => {
	expect(check(own)).toBe(101);
	expect(check(own, 'same-origin')).toBe(101);
});

test.each([
	'https://evil.example',
	'https://example.com.evil.example',
	'https://sub.example.com',
	'http://example.com',
	'https://example.com:8443',
	'null',
	''
])('the origin "%s" may not connect', (origin) => {
	expect(check(origin)).toBe(403);
});

test('without an origin, Sec-Fetch-Site decides: all but a page of another site may connect', () => {
	expect(check()).toBe(101);
	expect(check(undefined, 'same-origin')).toBe(101);
	expect(check(undefined, 'none')).toBe(101);
	expect(check(undefined, 'cross-site')).toBe(403);
});

test('the whole path is checked, before the origin', () => {
	expect(check('https://evil.example', undefined, '/other')).toBe(404);
	expect(check(own, undefined, '/ws/more')).toBe(404);
	expect(check(own, undefined, '/wsx')).toBe(404);
	expect(check(own, undefined, '/ws')).toBe(101);
});
