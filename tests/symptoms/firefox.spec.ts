import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { firefox } from '../../scripts/lib/firefox.ts';
import { openssl } from '../../scripts/lib/proxies.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { makeCertificate } from '../support/certificate.ts';
import { FirefoxPage } from '../support/firefox-page.ts';
import { listen } from '../support/listen.ts';
import { expectPrinted } from './page.ts';

const tool = toolForTests(firefox);
const certifier = toolForTests(openssl);

describe.skipIf(tool === null || certifier === null)('messages of Firefox about', () => {
	let page: FirefoxPage;
	const folder = mkdtempSync(join(tmpdir(), 'wirelab-symptoms-'));
	const html = '<!doctype html><link rel="icon" href="data:," /><title>page</title>';
	const server = createServer((_, response) => {
		response.setHeader('content-type', 'text/html');
		response.end(html);
	});
	const sockets = createServer();
	const at = { page: '', other: '', lan: '', secure: '', socket: '', nobody: '' };
	const stops: (() => unknown)[] = [];

	beforeAll(async () => {
		makeCertificate(certifier?.path ?? '', folder);
		const [cert, key] = ['cert.pem', 'key.pem'].map((name) => readFileSync(join(folder, name)));
		const secure = createSecureServer({ cert, key }, (_, response) => {
			response.setHeader('content-type', 'text/html');
			response.end(html);
		});
		new WebSocketServer({ server, path: '/chat' });
		new WebSocketServer({ server: sockets });
		const nobody = createServer();
		const port = await listen(server);
		at.page = `http://127.0.0.1:${port}/`;
		at.other = `http://localhost:${port}/socket.io/?EIO=4&transport=polling`;
		at.lan = `http://lan.example:${port}/`;
		at.secure = `https://localhost:${await listen(secure)}/`;
		at.socket = `ws://127.0.0.1:${await listen(sockets)}`;
		at.nobody = `ws://127.0.0.1:${await listen(nobody)}`;
		nobody.close();
		for (const one of [server, sockets, secure]) {
			stops.push(() => {
				one.closeAllConnections();
				one.close();
			});
		}
		page = await FirefoxPage.open(tool?.path ?? '', { local: ['lan.example'] });
		stops.push(() => page.close());
	}, 120_000);

	afterAll(async () => {
		for (const stop of stops) await stop();
		rmSync(folder, { recursive: true });
	});

	beforeEach(() => page.goto(at.page));

	/** Evaluates `expression`, and returns the first line in the console that contains `words`. */
	async function consoleLine(words: string, expression: string): Promise<string> {
		page.consoleMessages.length = 0;
		await page.evaluate(expression);
		await expect.poll(() => page.consoleMessages.join('\n')).toContain(words);
		return page.consoleMessages.find((text) => text.includes(words)) ?? '';
	}

	/** What a call throws in the page. */
	const thrown = (call: string) =>
		page.evaluate(`(() => { try { ${call} } catch (error) { return String(error); } })()`);

	const open = (url: string) =>
		`new Promise((resolve) => { new WebSocket('${url}').onclose = ({ code }) => resolve(code); })`;

	test('a refused connection and a rejected handshake, which have the same message', async () => {
		for (const url of [at.nobody, `${at.page.replace('http', 'ws')}elsewhere`]) {
			expectPrinted('firefox-connection', await consoleLine('establish a connection', open(url)));
		}
	});

	test('a connection that is closed early', async () => {
		const close = `new WebSocket('${at.socket}').close()`;
		expectPrinted('firefox-closed-before', await consoleLine('interrupted', close));
	});

	test('sending too early, and an invalid URL', async () => {
		const early = await thrown(`new WebSocket('${at.socket}').send('hello')`);
		expectPrinted('firefox-still-connecting', String(early));
		expectPrinted('firefox-invalid-url', String(await thrown(`new WebSocket('ws://[')`)));
	});

	test('an event stream with another content type', async () => {
		const text = await consoleLine('establish a connection', `new EventSource('/').url`);
		expectPrinted('firefox-mime-type', text.replace(/at http:.*/, 'at http://127.0.0.1:5174/.'));
	});

	test('a request that CORS blocks', async () => {
		const ask = `fetch('${at.other}').catch(() => undefined)`;
		expectPrinted('firefox-cors', await consoleLine('Cross-Origin Request Blocked', ask));
	});

	test('a page over https that opens ws, except to 127.0.0.1', async () => {
		await page.goto(at.secure);
		expectPrinted(
			'firefox-mixed-content',
			String(await thrown(`new WebSocket('ws://chat.example')`))
		);
		const opened = await page.evaluate(
			`new Promise((resolve) => { new WebSocket('${at.socket}').onopen = () => resolve('open'); })`
		);
		expect(opened).toBe('open');
	});

	test('invalid JSON, and APIs that are missing on plain http', async () => {
		expectPrinted('firefox-not-json', String(await thrown(`JSON.parse('hello')`)));
		await page.goto(at.lan);
		expectPrinted('random-uuid', String(await thrown('crypto.randomUUID()')));
	});
});
