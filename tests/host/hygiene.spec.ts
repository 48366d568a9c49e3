import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawClient } from '../contract/lib/raw.ts';
import { root, startSite, stopAll, type Site } from './site.ts';

let site: Site;
beforeAll(async () => void (site = await startSite({ env: { MAX_CONNECTIONS_PER_IP: '0' } })));
afterAll(stopAll);

const filesIn = (folder: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name).slice(join(root, folder).length));

/** Every prerendered page and every file of the build, and at the end two paths that do not exist. */
const addresses = [
	...filesIn('build/prerendered').map((file) => encodeURI(file.replace(/index\.html$/, ''))),
	...filesIn('build/client').map(encodeURI),
	'/no/such/page/',
	'/no-such-file.png'
];

const methods = ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'];

/** The heads of the responses to requests on one connection. */
async function heads(lines: readonly string[]): Promise<string[]> {
	const client = await RawClient.connect({ origin: site.url, port: site.port });
	const requests = lines.map((line) => `${line} HTTP/1.1\r\nHost: a\r\n`).join('\r\n');
	client.socket.write(`${requests}Connection: close\r\n\r\n`);
	await client.ended();
	return client.text.split(/(?=HTTP\/1\.1 \d)/).map((answer) => answer.split('\r\n\r\n')[0] ?? '');
}

test.each(methods)(
	'%s of an existing or unknown path is answered with 405 and `allow: GET, HEAD` [http-not-found]',
	async (method) => {
		expect(addresses.length).toBeGreaterThan(40);
		const answers = await heads(addresses.map((address) => `${method} ${address}`));
		expect(answers).toHaveLength(addresses.length);
		for (const [i, answer] of answers.entries()) {
			expect(answer, `${method} ${addresses[i]}`).toMatch(/^HTTP\/1\.1 405 /);
			expect(answer, `${method} ${addresses[i]}`).toMatch(/\r\nallow: GET, HEAD(\r\n|$)/i);
		}
	}
);

test('HEAD of every page and file is answered with 200', async () => {
	const known = addresses.slice(0, -2);
	const answers = await heads(known.map((address) => `HEAD ${address}`));
	for (const [i, answer] of answers.entries()) expect(answer, known[i]).toMatch(/^HTTP\/1\.1 200 /);
});

test.each([
	['gzip', 'gzip'],
	['br, gzip', 'br'],
	['gzip;q=0', undefined],
	['gzip;q=0, br;q=0', undefined],
	['*;q=0', undefined],
	['identity', undefined],
	['br;q=0, gzip;q=0.1', 'gzip'],
	['gzip;q=1, br;q=0.1', 'gzip']
])(
	'a page requested with Accept-Encoding: %s is encoded with %s [http-not-found]',
	async (accepted, coding) => {
		for (const [path, status] of [
			['/', 200],
			['/favicon.svg', 200],
			['/no/such/page/', 404]
		] as const) {
			const client = await RawClient.connect({ origin: site.url, port: site.port });
			client.socket.write(
				`GET ${path} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${accepted}\r\nConnection: close\r\n\r\n`
			);
			await client.ended();
			const at = client.received.indexOf('\r\n\r\n');
			const head = client.received.subarray(0, at).toString();
			expect(head).toContain(`HTTP/1.1 ${status}`);
			expect(/\r\ncontent-encoding: (\w+)/i.exec(head)?.[1], path).toBe(coding);
			expect(head, path).toMatch(/\r\nvary: [^\r]*\baccept-encoding/i);
			if (coding === 'gzip')
				expect(gunzipSync(client.received.subarray(at + 4)).length).toBeGreaterThan(0);
		}
	}
);

describe('an unknown path', () => {
	/** The shortest time of several rounds of requests, because other processes slow down some rounds. */
	async function fastestMs(path: string): Promise<number> {
		let minMs = Infinity;
		for (let round = 0; round < 6; round++) {
			const startedAt = performance.now();
			await heads(Array.from({ length: 50 }, () => `GET ${path}`));
			minMs = Math.min(minMs, performance.now() - startedAt);
		}
		return minMs;
	}

	test('is answered with 404 and the prerendered page, whatever the path [http-not-found]', async () => {
		for (const path of ['/nothing', '/nothing/', '/a/b/c/', '/404/', '/%zz', '/_app/gone.js']) {
			const response = await fetch(site.url + path);
			const page = await response.text();
			expect([path, response.status]).toEqual([path, 404]);
			expect(page).toContain('<h1');
			expect(page).toContain('href="/sveltekit/server/websocket-sse/"');
			// Absolute links work at any depth.
			expect(page).not.toMatch(/(src|href)="\.\.?\//);
			expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
			expect(response.headers.get('x-content-type-options')).toBe('nosniff');
		}
	});

	test('costs about as much as an existing page, however long the path [http-not-found]', async () => {
		const long = `/${'websocket-sse/'.repeat(850)}`;
		const pageMs = await fastestMs('/');
		const unknownMs = await fastestMs(long);
		// Rendering the page for each request would take much longer.
		expect(unknownMs).toBeLessThan(4 * pageMs);
	});
});
