import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guide, pages } from '../e2e/lib/pages.ts';
import { hostNames, startHost, type Host } from '../lib/host.ts';

const markdown = 'text/markdown; charset=utf-8';
const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const contentTypes = {
	'/index.md': markdown,
	'/llms.txt': 'text/plain; charset=utf-8',
	'/llms-full.txt': 'text/plain; charset=utf-8',
	'/feed.xml': 'application/atom+xml; charset=utf-8'
};

describe.each(hostNames)('%s', (name) => {
	let host: Host;
	beforeAll(async () => void (host = await startHost(name)), 120_000);
	afterAll(() => host.stop());
	const get = (path: string, accept?: string, init: RequestInit = {}) =>
		fetch(`${host.url}${path}`, { headers: accept === undefined ? {} : { accept }, ...init });

	test('every page is available as plain Markdown at index.md, without this site’s Markdown extensions [markdown-page]', async () => {
		for (const path of pages()) {
			const response = await get(`${path}index.md`);
			expect([path, response.status, response.headers.get('content-type')]).toEqual([
				path,
				200,
				markdown
			]);
			const text = await response.text();
			expect(text).toMatch(/^# \S/);
			expect(text.split('\n')[2]).toMatch(new RegExp(`^URL: .*${path}$`));
			const prose = text.replace(/^\s*(`{3,}).*?^\s*\1$/gms, '').replace(/`[^`\n]+`/g, '');
			expect(prose).not.toMatch(/[\uE000-\uF8FF]|\[\[fact:|<(?:Demo|Example|Details)\b|^#.*\[#/m);
		}
		expect(await (await get(`${guide}index.md`)).text()).toContain('sequenceDiagram');
	});

	test('a page is returned in the format that Accept prefers, with Vary [markdown-accept]', async () => {
		const file = await (await get(`${guide}index.md`)).text();
		for (const [accept, type] of [
			['text/markdown', markdown],
			['text/markdown, text/html, */*', markdown],
			[browserAccept, 'text/html'],
			['*/*', 'text/html']
		] as const) {
			const response = await get(`${guide}?from=test`, accept);
			expect([accept, response.status]).toEqual([accept, 200]);
			expect(response.headers.get('content-type')).toContain(type);
			expect(response.headers.get('vary')?.split(', ')).toContain('Accept');
			const text = await response.text();
			expect(text === file, accept).toBe(type === markdown);
		}
	});

	test('llms.txt and llms-full.txt list every page except the home page, and the feed has entries [llms, feed]', async () => {
		const [list, full, feed] = await Promise.all(
			['/llms.txt', '/llms-full.txt', '/feed.xml'].map(async (path) => (await get(path)).text())
		);
		for (const path of pages().slice(1)) {
			expect(list).toContain(`(${path}index.md)`);
			expect(full).toContain(`\nURL: ${path}\n`);
		}
		expect(feed).toMatch(/<entry>[^]*<link href="\/[^]*<\/entry>/);
	});

	test('the Markdown pages, llms files and feed answer HEAD and reject POST with 405; unknown pages get 404 [tool-files]', async () => {
		// In preview, SvelteKit serves prerendered files itself and derives their type from the extension.
		const known = name === 'preview' ? { ...contentTypes, '/feed.xml': 'text/xml' } : contentTypes;
		for (const [path, type] of Object.entries(known)) {
			const head = await get(path, undefined, { method: 'HEAD' });
			expect([path, head.status, head.headers.get('content-type')]).toEqual([path, 200, type]);
			expect(await head.text()).toBe('');
			const post = await get(path, undefined, { method: 'POST' });
			expect([path, post.status, post.headers.get('allow')]).toEqual([path, 405, 'GET, HEAD']);
		}
		for (const [path, accept] of [
			['/nothing/index.md', '*/*'],
			['/nothing/', 'text/markdown']
		] as const) {
			expect([path, (await get(path, accept)).status]).toEqual([path, 404]);
		}
	});

	test('without PUBLIC_SITE_URL, the sitemap lists every page under the request’s host, and robots.txt links to the sitemap [sitemap]', async () => {
		const response = await get('/sitemap.xml');
		expect([response.status, response.headers.get('content-type')]).toEqual([
			200,
			'application/xml'
		]);
		const addresses = [...(await response.text()).matchAll(/<loc>(.*?)<\/loc>/g)].map(
			([, address]) => address
		);
		expect(addresses.sort()).toEqual(pages().map((path) => host.url + path));
		expect(await (await get('/robots.txt')).text()).toContain(`Sitemap: ${host.url}/sitemap.xml\n`);
		expect((await get('/sitemap.xml', undefined, { method: 'POST' })).status).toBe(405);
	});

	// Vite's own servers send some files without an ETag.
	test.skipIf(name !== 'production')(
		'the Markdown pages, llms files and feed are revalidated by ETag [tool-files]',
		async () => {
			for (const path of [...Object.keys(contentTypes), guide]) {
				const etag = (await get(path)).headers.get('etag') ?? '';
				expect(etag, path).not.toBe('');
				const again = await get(path, undefined, { headers: { 'if-none-match': etag } });
				expect([path, again.status]).toEqual([path, 304]);
			}
		}
	);
});
