import { expect, test } from 'vitest';
import { page } from './fixture.ts';
import { canonical, parseSite, sourceUrl } from './site.ts';

test('without variables there are no addresses [settings-build]', () => {
	const site = parseSite({ PUBLIC_SITE_URL: '' });
	expect(site).toEqual({ url: null, repository: null });
	expect(canonical(site, '/a/')).toBeNull();
	expect(sourceUrl(site, page('/a/'))).toBeNull();
});

test('a trailing slash of the origin is not doubled', () => {
	const site = parseSite({ PUBLIC_SITE_URL: 'https://docs.example/' });
	expect(canonical(site, '/a/')).toBe('https://docs.example/a/');
});

test('the source link names the file of the page', () => {
	const site = parseSite({ PUBLIC_REPO_URL: 'https://git.example/team/wirelab' });
	expect(sourceUrl(site, page('/a/'))).toBe(
		'https://git.example/team/wirelab/blob/HEAD/content/ja/a/index.md'
	);
});

test.each([
	'docs.example',
	'ftp://docs.example',
	'https://docs.example/?a=1',
	'https://docs.example/#a',
	'https://u@docs.example'
])('rejects %s with the name of the variable', (value) => {
	for (const name of ['PUBLIC_SITE_URL', 'PUBLIC_REPO_URL']) {
		expect(() => parseSite({ [name]: value })).toThrow(`${name}=${value}`);
	}
});
