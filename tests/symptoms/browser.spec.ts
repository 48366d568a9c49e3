import { createServer } from 'node:http';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { chromium as chromiumTool, chromiumFlags } from '../../scripts/lib/chromium.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { listen } from '../support/listen.ts';
import { expectPrinted } from './page.ts';

const tool = toolForTests(chromiumTool);

describe.skipIf(tool === null)('messages of Chromium about', () => {
	let browser: Browser;
	let page: Page;
	let lines: string[] = [];
	const server = createServer((request, response) => {
		if (request.url === '/stream') {
			response.setHeader('content-type', 'text/event-stream');
			return response.write('data: 1\n\n');
		}
		if (request.url === '/cut') {
			response.setHeader('content-type', 'text/event-stream');
			return response.write('retry: 600000\n\ndata: 1\n\n', () => response.destroy());
		}
		response.setHeader('content-type', 'text/html');
		return response.end('<!doctype html><link rel="icon" href="data:," /><title>page</title>');
	});
	const sockets = createServer();
	let origin = '';
	let local = '';
	let lan = '';

	beforeAll(async () => {
		// Two servers that are unaware of each other, as in many samples.
		new WebSocketServer({ server, path: '/chat' });
		new WebSocketServer({ server, path: '/notice' });
		new WebSocketServer({ server: sockets }).on('connection', (socket, request) => {
			if (request.url === '/killed') socket.terminate();
		});
		const port = await listen(server);
		local = `ws://127.0.0.1:${await listen(sockets)}`;
		origin = `http://127.0.0.1:${port}`;
		lan = `http://lan.example:${port}`;
		browser = await chromium.launch({
			...(tool?.path && { executablePath: tool.path }),
			args: [...chromiumFlags, '--host-resolver-rules=MAP lan.example 127.0.0.1']
		});
		page = await browser.newPage();
		page.on('console', (message) => lines.push(message.text()));
	}, 120_000);

	afterAll(async () => {
		await browser.close();
		for (const one of [server, sockets]) {
			one.closeAllConnections();
			one.close();
		}
	});

	/** Calls `run`, and returns the first line in the console that contains `words`. */
	async function consoleLine(words: string, run: () => Promise<unknown>): Promise<string> {
		lines = [];
		await run();
		await expect.poll(() => lines.join('\n')).toContain(words);
		return lines.find((text) => text.includes(words)) ?? '';
	}

	/** Opens a connection in the page. Returns its close code. */
	const endOf = (url: string) =>
		page.evaluate(
			(url) =>
				new Promise<number>((resolve) => {
					new WebSocket(url).onclose = ({ code }) => resolve(code);
				}),
			url
		);

	test('an invalid frame, and a response that is not a handshake', async () => {
		await page.goto(origin);
		const socket = origin.replace('http', 'ws');
		expectPrinted(
			'invalid-frame-header',
			await consoleLine('frame', () => endOf(`${socket}/chat`))
		);
		expectPrinted(
			'unexpected-response',
			await consoleLine('response', () => endOf(`${socket}/notice`))
		);
	});

	test('1006 for every end without a close frame', async () => {
		await page.goto(origin);
		expect(await endOf(`${local}/killed`)).toBe(1006);
		const nobody = createServer();
		const port = await listen(nobody);
		await new Promise((resolve) => nobody.close(resolve));
		const refused = consoleLine('net::', () => endOf(`ws://127.0.0.1:${port}`));
		expectPrinted('code-1006', await refused);
	});

	test('a connection that is closed before it opens, or used before it opens or after it closes', async () => {
		await page.goto(origin);
		const early = await consoleLine('before', () =>
			page.evaluate((url) => new WebSocket(url).close(), local)
		);
		expectPrinted('closed-before', early);

		const thrown = page.evaluate((url) => {
			try {
				new WebSocket(url).send('hello');
			} catch (error) {
				return String(error);
			}
			return 'nothing';
		}, local);
		expectPrinted('still-connecting', await thrown);

		const late = await consoleLine('CLOSING', () =>
			page.evaluate(
				(url) =>
					new Promise<void>((resolve) => {
						const socket = new WebSocket(url);
						socket.onopen = () => {
							socket.close();
							socket.send('hello');
							resolve();
						};
					}),
				local
			)
		);
		expectPrinted('still-connecting', late);
	});

	test('an event stream with another content type', async () => {
		await page.goto(origin);
		const open = () => page.evaluate(() => new EventSource('/').url);
		expectPrinted('mime-type', await consoleLine('MIME', open));
	});

	test('a page over https that opens ws', async () => {
		await page.route('https://secure.example/**', (route) =>
			route.fulfill({ contentType: 'text/html', body: '<title>secure</title>' })
		);
		await page.goto('https://secure.example/');
		const open = () =>
			page.evaluate(() => {
				try {
					new WebSocket('ws://chat.example/ws');
				} catch (error) {
					return String(error);
				}
				return 'nothing';
			});
		let thrown = '';
		const text = await consoleLine('Mixed Content', async () => (thrown = await open()));
		expectPrinted('mixed-content', text);
		expectPrinted('mixed-content', thrown);
	});

	test('APIs for secure contexts that are missing on plain http', async () => {
		await page.goto(lan);
		const found = await page.evaluate(() => {
			const secure = globalThis.isSecureContext;
			try {
				return { secure, thrown: crypto.randomUUID() };
			} catch (error) {
				return { secure, thrown: String(error), other: typeof crypto.getRandomValues };
			}
		});
		expect(found).toMatchObject({ secure: false, other: 'function' });
		expectPrinted('random-uuid', found.thrown);
	});

	test('an invalid URL', async () => {
		await page.goto(origin);
		const thrown = page.evaluate(() => {
			try {
				new WebSocket('ws://[');
			} catch (error) {
				return String(error);
			}
			return 'nothing';
		});
		expectPrinted('invalid-url', await thrown);
	});

	test('a request to another origin that CORS blocks', async () => {
		await page.goto(origin);
		const url = `${origin.replace('127.0.0.1', 'localhost')}/socket.io/?EIO=4&transport=polling`;
		const ask = () =>
			page.evaluate(
				(url) =>
					new Promise<void>((resolve) => {
						const request = new XMLHttpRequest();
						request.open('GET', url);
						request.onerror = () => resolve();
						request.send();
					}),
				url
			);
		expectPrinted('cors', await consoleLine('CORS', ask));
	});

	test('a stream that was cut off', async () => {
		await page.goto(origin);
		expectPrinted('stream-cut', await consoleLine('net::', () => listenTo('/cut')));
	});

	/** Opens an event stream. */
	const listenTo = (path: string) =>
		page.evaluate((path) => {
			new EventSource(path);
		}, path);
});
