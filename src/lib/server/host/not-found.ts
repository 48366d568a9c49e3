import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { pagePolicy } from '../../../build/csp.js';

/** What SvelteKit answers on request; everything else is a file, a prerendered page, or nothing. */
const dynamic = /^\/(api|_app\/remote)(\/|$)/;

/** The file that src/build/adapter.js makes of the prerendered `/404/`, and its compressed forms. */
const file = 'not-found.html';
const codings = { br: '.br', gzip: '.gz' };

/**
 * Answers requests for what is not there with 404 and one and the same page, and returns true; false for
 * what SvelteKit's handler serves. Rendering that page anew for each address would cost more than any page
 * that exists, and whoever asks for addresses at random would slow down everybody.
 * @param build the folder that adapter-node wrote
 */
export function notFoundPage(build: string) {
	const known = knownPaths(build);
	const page = readFileSync(join(build, file));
	const compressed = Object.entries(codings)
		.map(([coding, end]) => ({ coding, path: join(build, file + end) }))
		.filter(({ path }) => existsSync(path))
		.map(({ coding, path }) => ({ coding, body: readFileSync(path) }));

	return (request: IncomingMessage, response: ServerResponse): boolean => {
		const [path = ''] = (request.url ?? '').split(/[?#]/, 1);
		if (dynamic.test(path) || known.has(decoded(path))) return false;
		// `createFrontHandler` has left the codings that the client prefers
		const accepted = request.headers['accept-encoding'] ?? '';
		const smaller = compressed.find(({ coding }) => accepted.includes(coding));
		const body = smaller?.body ?? page;
		response.writeHead(404, {
			'content-type': 'text/html; charset=utf-8',
			'content-length': body.length,
			'content-security-policy': pagePolicy,
			'cache-control': 'no-cache',
			vary: 'Accept-Encoding',
			...(smaller && { 'content-encoding': smaller.coding })
		});
		response.end(request.method === 'HEAD' ? undefined : body);
		return true;
	};
}

/**
 * Every path under which adapter-node's file servers answer: files, pages by their folder, and both with and
 * without a slash at the end, one of which is redirected to the other.
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

/** As the file servers read a path; as it is where it is no percent-encoding, which is the name of no file. */
function decoded(path: string): string {
	try {
		return decodeURI(path);
	} catch {
		return path;
	}
}
