import { expect, test } from 'vitest';
import { feed } from './feed.ts';
import { page } from './fixture.ts';

const pages = [
	page('/old/', { title: '古い', updated: '2026-11-01T09:00:00+09:00' }),
	page('/new/', { title: 'A & <B>', updated: '2026-11-02T00:00:00Z' })
];
const fallback = '2026-10-01T00:00:00.000Z';
const without = { url: null, repository: null };
const withUrl = { url: 'https://a.example', repository: null };
const all = (xml: string, pattern: RegExp) => [...xml.matchAll(pattern)].map(([, text]) => text);

test('the page that changed last comes first, and dates the feed [feed]', async () => {
	const xml = await feed(pages, without, fallback);
	expect(all(xml, /<title>(.*)<\/title>/g).slice(1)).toEqual(['A &amp; &lt;B&gt;', '古い']);
	expect(all(xml, /<updated>(.*)<\/updated>/g)[0]).toBe('2026-11-02T00:00:00Z');
});

test('links are relative without the site’s address, ids are the same with and without it [feed]', async () => {
	const [relative, absolute] = [
		await feed(pages, without, fallback),
		await feed(pages, withUrl, fallback)
	];
	expect(relative).toContain('<link href="/new/"/>');
	expect(absolute).toContain('<link href="https://a.example/new/"/>');
	const ids = all(relative, /<id>(.*)<\/id>/g);
	expect(ids).toEqual(all(absolute, /<id>(.*)<\/id>/g));
	expect(new Set(ids).size).toBe(3);
	for (const id of ids)
		expect(id).toMatch(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('a page whose last change is unknown has the given time, and so has a feed without pages [feed]', async () => {
	expect(await feed([page('/x/')], without, fallback)).toContain(`<updated>${fallback}</updated>`);
	expect(await feed([], without, fallback)).toContain(`<updated>${fallback}</updated>`);
});
