import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { notFoundPage } from './not-found.ts';

const files = {
	'client/favicon.svg': '',
	'client/favicon.svg.br': '',
	'client/_app/immutable/a b.js': '',
	'prerendered/index.html': '',
	'prerendered/ガイド/index.html': '',
	'prerendered/robots.txt': '',
	'not-found.html': 'page',
	'not-found.html.br': 'br',
	'not-found.html.gz': 'gz'
};

let folder: string;
let server: Server;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'build-'));
	for (const [file, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		writeFileSync(join(folder, file), text);
	}
	const answer = notFoundPage(folder, new Map([['/404/', "default-src 'none'"]]));
	server = createServer((request, response) => {
		if (!answer(request, response)) response.writeHead(204).end();
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(() => {
	server.close();
	rmSync(folder, { recursive: true });
});

async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
	const { port } = server.address() as AddressInfo;
	const sent = ask({ host: '127.0.0.1', port, path, headers, method, agent: false }).end();
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	const body = (await buffer(response)).toString();
	return { status: response.statusCode, headers: response.headers, body };
}

it.each([
	'/',
	'/?x',
	'/favicon.svg',
	'/favicon.svg/',
	'/_app/immutable/a%20b.js',
	'/%E3%82%AC%E3%82%A4%E3%83%89/',
	'/%E3%82%AC%E3%82%A4%E3%83%89',
	'/robots.txt',
	'/api',
	'/api/nothing',
	'/_app/remote/x/y'
])('leaves %s to the handler [http-not-found]', async (path) => {
	expect((await get(path)).status).toBe(204);
});

it.each([
	'/nothing',
	'/nothing/',
	'/404/',
	'/not-found.html',
	'/index.html',
	'/favicon.svg.br',
	'/FAVICON.svg',
	'/apiary',
	'/_app/immutable/',
	'/_app/immutable/gone.js',
	'/%zz',
	'/__proto__',
	'/../server/index.js',
	`/${'a/'.repeat(6000)}`
])('answers %s with 404 and the page [http-not-found]', async (path) => {
	const { status, headers, body } = await get(path);
	expect([status, body]).toEqual([404, 'page']);
	expect(headers).toMatchObject({
		'content-type': 'text/html; charset=utf-8',
		'content-security-policy': "default-src 'none'",
		vary: 'Accept-Encoding'
	});
});

it('sends Brotli if it is accepted, otherwise gzip, and no body for HEAD', async () => {
	expect(await get('/x', { 'accept-encoding': 'gzip' })).toMatchObject({
		body: 'gz',
		headers: { 'content-encoding': 'gzip' }
	});
	expect((await get('/x', { 'accept-encoding': 'br, gzip' })).body).toBe('br');
	const head = await get('/x', {}, 'HEAD');
	expect([head.status, head.body, head.headers['content-length']]).toEqual([404, '', '4']);
});
