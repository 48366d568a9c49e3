import { expect, test } from 'vitest';
import { sitemap } from './sitemap.ts';

test('every page is one url entry, with the time of its last change if it is known [sitemap]', () => {
	expect(
		sitemap([
			{ url: 'https://a.example/', updated: null },
			{ url: 'https://a.example/b/', updated: '2026-11-29T12:00:00+09:00' }
		])
	).toContain(
		'<url><loc>https://a.example/</loc></url>\n' +
			'<url><loc>https://a.example/b/</loc><lastmod>2026-11-29T12:00:00+09:00</lastmod></url>'
	);
});

test('special characters of XML are escaped', () => {
	expect(sitemap([{ url: "https://a.example/?a=1&b=<'>", updated: null }])).toContain(
		'<loc>https://a.example/?a=1&amp;b=&lt;&apos;&gt;</loc>'
	);
});
