import { expect, test } from 'vitest';
import { deferPreloads } from './defer-preloads.ts';

const link = (name: string) => `<link href="/_app/${name}.js" rel="modulepreload">`;

test('preloads move from the head to the end of the body, in their order', () => {
	const html = `<head>\n\t\t${link('a')}\n\t\t${link('b')}\n<title>t</title></head><body><p>x</p></body>`;
	expect(deferPreloads(html)).toBe(
		`<head>\n<title>t</title></head><body><p>x</p>${link('a')}${link('b')}</body>`
	);
});

test('a page without preloads, and a part of a page, stay the same', () => {
	for (const html of ['<head></head><body></body>', `<head>${link('a')}</head>`]) {
		expect(deferPreloads(html)).toBe(html);
	}
});
