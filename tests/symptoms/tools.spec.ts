import { readFileSync } from 'node:fs';
import { get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createServer as createVite } from 'vite';
import { expect, test } from 'vitest';
import { thrownBy } from './node.ts';
import { expectPrinted } from './page.ts';

test('Vite has no HTTP server in middleware mode', async () => {
	const vite = await createVite({
		configFile: false,
		appType: 'custom',
		logLevel: 'silent',
		server: { middlewareMode: true, ws: false }
	});
	const { httpServer } = vite;
	expect(httpServer).toBe(null);
	expectPrinted(
		'reading-on',
		thrownBy(() => void (httpServer as Server).on('upgrade', () => undefined))
	);
	await vite.close();
});

test('Vite rejects an unknown host', async () => {
	const vite = await createVite({
		configFile: false,
		root: fileURLToPath(new URL('fatal', import.meta.url)),
		logLevel: 'silent',
		server: { host: '127.0.0.1', port: 0, ws: false }
	});
	await vite.listen();
	const { port } = (vite.httpServer as Server).address() as AddressInfo;
	const answer = await new Promise<string>((resolve) => {
		get({ port, host: '127.0.0.1', headers: { host: 'app.example.com' } }, (response) => {
			let text = `${response.statusCode} `;
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.on('end', () => resolve(text));
		});
	});
	await vite.close();
	expect(answer.startsWith('403 ')).toBe(true);
	expectPrinted('vite-host', answer.slice(4).split('\n')[0] ?? '');
});

test('the page prints SvelteKit’s message for a rejected cross-site form', () => {
	const source = new URL(
		'../../node_modules/@sveltejs/kit/src/runtime/server/respond.js',
		import.meta.url
	);
	const [, words = ''] = /`(Cross-site [^`]*)`/.exec(readFileSync(source, 'utf8')) ?? [];
	expectPrinted('cross-site-post', words.replace('${request.method}', 'POST'));
});
