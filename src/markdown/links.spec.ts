import { describe, expect, it } from 'vitest';
import { compileBody, rejection } from './fixture-page.ts';
import { brokenLinks } from './links.ts';

it('collects links of all kinds with their lines', async () => {
	const { links } = await compileBody(
		'[a](/a/?x=1&y=2#b)\n\n> [c](#d)\n\n<a href="/e/?f={g}">e</a>\n\n[h][i]\n\n[j](#100%) <https://[::1>\n\n[i]: https://i.example/'
	);
	expect(links).toEqual([
		{ href: '/a/?x=1&y=2#b', line: 5 },
		{ href: '#d', line: 7 },
		{ href: '/e/?f={g}', line: 9 },
		{ href: '#100%', line: 13 },
		{ href: 'https://[::1', line: 13 },
		{ href: 'https://i.example/', line: 15 }
	]);
});

it('collects images, which need a description', async () => {
	const { links } = await compileBody('![図](/a.png)\n\n<img src="/b.png" alt="図">');
	expect(links).toEqual([
		{ href: '/a.png', line: 5, isImage: true },
		{ href: '/b.png', line: 7, isImage: true }
	]);
	for (const body of ['a\n\n![](/a.png)', 'a\n\n<img src="/a.png">']) {
		expect(await rejection(body)).toMatch(/^a\.md:7: the image has no description/);
	}
});

it('does not change external links', async () => {
	const { html } = await compileBody('[a](https://a.example/?b=1&c=2)');
	expect(html).toBe('<p><a href="https://a.example/?b=1&c=2">a</a></p>');
});

describe('the check', () => {
	const anchors = new Map([
		['/', new Set<string>()],
		['/a/', new Set(['b'])]
	]);
	const site = {
		anchors: (path: string) => anchors.get(path) ?? null,
		isServed: (path: string) => path === '/feed.xml'
	};
	const check = (href: string, isImage?: true) =>
		brokenLinks(
			{ path: '/a/', file: 'a.md' },
			[{ href, line: 9, ...(isImage && { isImage }) }],
			site
		)
			.map(({ message }) => message)
			.join();

	it.each([
		'/',
		'/a/',
		'/a/#b',
		'/a/?x=1#b',
		'#b',
		'/feed.xml',
		'https://x.example/',
		'mailto:a@b.example'
	])('accepts %s', (href) => {
		expect(check(href)).toBe('');
	});

	it.each([
		['/c/', 'leads nowhere'],
		['/c/#b', 'leads nowhere'],
		['/a', 'must have a slash at the end of its path'],
		['/a#b', 'must have a slash at the end of its path'],
		['/a/#c', 'leads to a page without the anchor #c'],
		['#c', 'leads to a page without the anchor #c'],
		['a/', 'must be an absolute path, #anchor or full address'],
		['../a/', 'must be an absolute path, #anchor or full address'],
		['//x.example/', 'must be an absolute path, #anchor or full address'],
		['#100%', 'has a % that is not part of an encoded character: write %25'],
		['https://[::1', 'is not a valid address']
	])('rejects %s: %s', (href, reason) => {
		expect(check(href)).toBe(`a.md:9: the link ${href} ${reason}`);
	});

	it('accepts an image only at an absolute path that is served', () => {
		expect(check('/feed.xml', true)).toBe('');
		expect(check('/no.png', true)).toBe(
			'a.md:9: the image /no.png is missing: there is no file static/no.png'
		);
		expect(check('no.png', true)).toMatch(/^a\.md:9: the image no\.png must be the absolute path/);
	});
});
