import type { IncomingMessage, ServerResponse } from 'node:http';
import { weightsOf } from './weights.ts';

const markdown = 'text/markdown';
const html = ['text/html', 'text/*', '*/*'];

/** Content types of text files that the file server would send without a charset. */
const textTypes = {
	'.md': 'text/markdown; charset=utf-8',
	'.txt': 'text/plain; charset=utf-8',
	'/feed.xml': 'application/atom+xml; charset=utf-8'
};

/**
 * Rewrites the address of a page to `<page>index.md`, the same page as Markdown, if the client prefers Markdown
 * (RFC 9110 §12.5.1). Sets the content type of text files.
 */
export function negotiatePage(request: IncomingMessage, response: ServerResponse): void {
	const [path, query] = splitQuery(request.url ?? '');
	if (path.endsWith('/')) {
		varyByAccept(response);
		if (!prefersMarkdown(request.headers.accept ?? '')) return;
		request.url = `${path}index.md${query}`;
	}
	const [file] = splitQuery(request.url ?? '');
	const type = Object.entries(textTypes).find(([end]) => file.endsWith(end))?.[1];
	if (type !== undefined) response.setHeader('content-type', type);
}

function splitQuery(url: string): [path: string, query: string] {
	const at = url.indexOf('?');
	return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
}

/**
 * Whether an `Accept` header names Markdown with at least the weight of HTML. Browsers never name Markdown, and
 * ranges such as `text/*` mean HTML.
 */
export function prefersMarkdown(accept: string): boolean {
	const weights = weightsOf(accept);
	const wanted = weights.get(markdown) ?? 0;
	const other = html.map((type) => weights.get(type)).find((weight) => weight !== undefined) ?? 0;
	return wanted > 0 && wanted >= other;
}

/** Adds `Accept` to `Vary`, and keeps it there: the file server sets the header again without it. */
function varyByAccept(response: ServerResponse): void {
	const before = response.getHeader('vary');
	const setHeader = response.setHeader.bind(response);
	response.setHeader = (name, value) => {
		const isVary = name.toLowerCase() === 'vary';
		return setHeader(name, isVary ? `Accept, ${String(value)}` : value);
	};
	setHeader('vary', before === undefined ? 'Accept' : `Accept, ${String(before)}`);
}
