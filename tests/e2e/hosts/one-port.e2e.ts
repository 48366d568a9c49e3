import { privateRoom } from '../../../src/lib/protocol/room.ts';
import { guide } from '../lib/pages.ts';
import { expect, test } from '../lib/test.ts';
import { noProblems, watch } from '../lib/watch.ts';

test('V1 V2 I2: pages, SSE, WebSocket and Socket.IO answer on the one port of this host [command-dev]', async ({
	page,
	baseURL
}) => {
	const problems = watch(page, baseURL ?? '');
	await page.goto(guide);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

	const answers = await page.evaluate(async (room) => {
		const event = new Promise<string>((resolve, reject) => {
			const source = new EventSource('/api/events');
			source.onmessage = ({ data }) => {
				source.close();
				resolve(String(data));
			};
			source.onerror = () => reject(new Error('SSE failed'));
		});
		const welcome = new Promise<string>((resolve, reject) => {
			const url = new URL(`/ws?room=${room}`, location.href);
			url.protocol = url.protocol.replace('http', 'ws');
			const socket = new WebSocket(url, 'wirelab.v1');
			socket.onmessage = ({ data }) => {
				socket.close();
				resolve(String(data));
			};
			socket.onerror = () => reject(new Error('WebSocket failed'));
		});
		const handshake = fetch('/socket.io/?EIO=4&transport=polling').then((answer) => answer.text());
		return { event: await event, welcome: await welcome, handshake: await handshake };
	}, privateRoom('e2e'));

	expect(JSON.parse(answers.event)).toMatchObject({ type: 'connected' });
	expect(JSON.parse(answers.welcome)).toMatchObject({ type: 'welcome' });
	expect(answers.handshake).toMatch(/^0\{"sid":/);
	expect(problems).toEqual(noProblems);
});

test('V15: Vite’s own socket for hot reload works beside ours, in development only [command-dev]', async ({
	page,
	hostName
}) => {
	const stateByPath = new Map<string, string>();
	page.on('websocket', (socket) => {
		const { pathname } = new URL(socket.url());
		if (/^\/(ws|socket\.io)\b/.test(pathname)) return;
		socket.once('framereceived', ({ payload }) => stateByPath.set(pathname, String(payload)));
		socket.on('close', () => stateByPath.set(pathname, 'closed'));
	});
	await page.goto(guide, { waitUntil: 'networkidle' });

	// More frames may follow: on a first visit, Vite bundles dependencies and reloads the page.
	const expected = hostName === 'dev' ? ['{"type":"connected"}'] : [];
	await expect.poll(() => [...stateByPath.values()]).toEqual(expected);
});
