import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { pagePolicy } from '../../../build/csp.js';
import type { PagePolicies } from '../headers.ts';

/**
 * Paths that SvelteKit renders on request; all others are files, prerendered pages, or unknown. The sitemap and
 * robots.txt are files if the build knows the site's address.
 */
const dynamic = /^\/(api|_app\/remote|sitemap\.xml|robots\.txt)(\/|$)/;

/** The file that src/build/adapter.js makes of the prerendered `/404/`, and its compressed forms. */
const file = 'not-found.html';
const codings = { br: '.br', gzip: '.gz' };

/**
 * Answers requests for unknown paths with 404 and one prerendered page, and returns true; returns false for
 * what SvelteKit's handler serves. Rendering the page for each request would cost more than any existing page,
 * and a client with random paths would slow down all others.
 * @param build the folder that adapter-node wrote
 * @param policies of the prerendered pages, including this one
 */
export function notFoundPage(build: string, policies: PagePolicies) {
	const policy = policies.get('/404/') ?? pagePolicy;
	const known = knownPaths(build);
	const page = readFileSync(join(build, file));
	const compressed = Object.entries(codings)
		.map(([coding, end]) => ({ coding, path: join(build, file + end) }))
		.filter(({ path }) => existsSync(path))
		.map(({ coding, path }) => ({ coding, body: readFileSync(path) }));

	return (request: IncomingMessage, response: ServerResponse): boolean => {
		const [path = ''] = (request.url ?? '').split(/[?#]/, 1);
		if (dynamic.test(path) || known.has(decoded(path))) return false;
		// `createFrontHandler` has reduced the header to the codings that the client prefers
		const accepted = request.headers['accept-encoding'] ?? '';
		const smaller = compressed.find(({ coding }) => accepted.includes(coding));
		const body = smaller?.body ?? page;
		response.writeHead(404, {
			'content-type': 'text/html; charset=utf-8',
			'content-length': body.length,
			'content-security-policy': policy,
			'cache-control': 'no-cache',
			vary: 'Accept-Encoding',
			...(smaller && { 'content-encoding': smaller.coding })
		});
		response.end(request.method === 'HEAD' ? undefined : body);
		return true;
	};
}

/**
 * Every path that adapter-node's file servers answer: files, pages by their folder, each with and without a
 * trailing slash, one of which redirects to the other.
 */
function knownPaths(build: string): ReadonlySet<string> {
	const known = new Set<string>();
	for (const root of ['client', 'prerendered'].map((folder) => join(build, folder))) {
		for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
			if (!entry.isFile() || /\.(br|gz)$/.test(entry.name)) continue;
			const file = relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
			const path = `/${file.normalize()}`.replace(/\/index\.html$/, '');
			known.add(path).add(`${path}/`);
		}
	}
	return known;
}

/** Decodes a path as the file servers do. Invalid percent-encoding, which matches no file, stays as it is. */
function decoded(path: string): string {
	try {
		return decodeURI(path);
	} catch {
		return path;
	}
}
