import { expect, test } from 'vitest';
import { sitemap } from './sitemap.ts';

test('every address is one url entry', () => {
	expect(sitemap(['https://a.example/', 'https://a.example/b/'])).toContain(
		'<url><loc>https://a.example/</loc></url>\n<url><loc>https://a.example/b/</loc></url>'
	);
});

test('characters with a meaning in XML are escaped', () => {
	expect(sitemap(["https://a.example/?a=1&b=<'>"])).toContain(
		'<loc>https://a.example/?a=1&amp;b=&lt;&apos;&gt;</loc>'
	);
});
