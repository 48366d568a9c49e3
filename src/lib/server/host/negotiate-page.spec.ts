import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { negotiatePage, prefersMarkdown } from './negotiate-page.ts';

function negotiate(url: string, accept?: string) {
	const request = new IncomingMessage(new Socket());
	const response = new ServerResponse(request);
	Object.assign(request, { url });
	if (accept !== undefined) request.headers.accept = accept;
	negotiatePage(request, response);
	return { url: request.url, response };
}

test('Markdown is preferred if it is named with at least the weight of HTML [markdown-accept]', () => {
	for (const accept of [
		'text/markdown',
		'TEXT/MARKDOWN',
		'text/markdown, text/html, */*',
		'text/html;q=0.5, text/markdown',
		'text/markdown;charset=utf-8',
		'text/markdown;q=0.5, */*;q=0.1'
	]) {
		expect(prefersMarkdown(accept), accept).toBe(true);
	}
	for (const accept of [
		'',
		'*/*',
		'text/*',
		'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
		'text/html, text/markdown;q=0.9',
		'text/markdown;q=0',
		'text/markdown;q=0.2, */*;q=0.5',
		'text/markdownish',
		'text/markdown;q=x'
	]) {
		expect(prefersMarkdown(accept), accept).toBe(false);
	}
});

test('only addresses of pages are negotiated, and they keep their query', () => {
	const markdown = 'text/markdown';
	expect(negotiate('/', markdown).url).toBe('/index.md');
	expect(negotiate('/sveltekit/?a=/b', markdown).url).toBe('/sveltekit/index.md?a=/b');
	expect(negotiate('/sveltekit/', 'text/html').url).toBe('/sveltekit/');
	expect(negotiate('/sveltekit/').url).toBe('/sveltekit/');
	expect(negotiate('/favicon.svg', markdown).url).toBe('/favicon.svg');
	expect(negotiate('/sveltekit', markdown).url).toBe('/sveltekit');
});

test('Vary names Accept whatever the file server sets, for pages only', () => {
	const { response } = negotiate('/', 'text/html');
	expect(response.getHeader('vary')).toBe('Accept');
	response.setHeader('Vary', 'Accept-Encoding');
	expect(response.getHeader('vary')).toBe('Accept, Accept-Encoding');
	expect(negotiate('/favicon.svg').response.hasHeader('vary')).toBe(false);
});

test('text files have a content type with a charset', () => {
	const typeOf = (url: string) => negotiate(url).response.getHeader('content-type');
	expect(typeOf('/sveltekit/index.md')).toBe('text/markdown; charset=utf-8');
	expect(typeOf('/llms.txt?x')).toBe('text/plain; charset=utf-8');
	expect(typeOf('/feed.xml')).toBe('application/atom+xml; charset=utf-8');
	expect(typeOf('/')).toBeUndefined();
	expect(typeOf('/favicon.svg?x=a.md')).toBeUndefined();
});
