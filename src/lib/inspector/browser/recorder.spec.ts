import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRecorder } from './recorder.ts';
import type { BrowserStep } from './steps.ts';

beforeEach(() => {
	vi.stubGlobal('location', { href: 'http://site.test/page/' });
});
afterEach(() => {
	vi.unstubAllGlobals();
});

function record(limit?: number) {
	const steps: BrowserStep[] = [];
	const onOmitted = vi.fn();
	const recorder = createRecorder({
		onStep: (step) => steps.push(step),
		onOmitted,
		now: () => 7,
		...(limit !== undefined && { limit })
	});
	const seen = () => steps.map(({ source, action, name }) => `${source} ${action} ${name}`.trim());
	return { recorder, steps, seen, onOmitted };
}

it('gives each connection a number, and removes the id of the trace from its target', () => {
	const { recorder, steps } = record();
	for (const url of ['/api/events?reader=a&trace=b', 'ws://site.test/ws?trace=b&room=c'])
		recorder.opening({ api: 'WebSocket', url });
	expect(steps.map(({ source, target, at }) => [source, target, at])).toEqual([
		[1, '/api/events?reader=a', 7],
		[2, '/ws?room=c', 7]
	]);
});

it('counts steps beyond the limit, and records nothing after the trace has ended', () => {
	const { recorder, steps, onOmitted } = record(3);
	const report = recorder.opening({ api: 'fetch', url: '/a' });
	for (let i = 0; i < 4; i++) report('message');
	expect(steps).toHaveLength(3);
	expect(onOmitted).toHaveBeenCalledTimes(2);
	recorder.stop();
	report('message');
	expect(onOmitted).toHaveBeenCalledTimes(2);
});

/** What the recorder uses of an EventSource and of a WebSocket. */
class Connection extends EventTarget {
	static readonly CONNECTING = 0;
	static readonly CLOSING = 2;
	readyState = 0;
	readonly sent: string[] = [];
	send(data: string) {
		this.sent.push(data);
	}
	close() {
		this.readyState = 2;
	}
}

describe('what a page sees', () => {
	const message = (type: string, data: string) => new MessageEvent(type, { data });

	it('of an EventSource is recorded before the page sees it, named events too', () => {
		vi.stubGlobal('EventSource', Connection);
		const { recorder, seen, steps } = record();
		const source = new Connection() as unknown as EventSource;
		recorder.watchEventSource(source, recorder.opening({ api: 'EventSource', url: '/a' }));
		const before: number[] = [];
		for (const type of ['message', 'welcome'])
			source.addEventListener(type, () => before.push(steps.length));
		source.dispatchEvent(new Event('open'));
		source.dispatchEvent(message('message', 'あ'));
		source.dispatchEvent(message('welcome', 'ab'));
		source.dispatchEvent(message('unheard', 'ab'));
		source.dispatchEvent(new Event('error'));
		source.close();
		source.close();
		expect(seen()).toEqual([
			...['1 new', '1 open', '1 message message', '1 message welcome'],
			...['1 error CONNECTING', '1 close']
		]);
		expect(steps.map(({ bytes }) => bytes).slice(2, 4)).toEqual([3, 2]);
		expect(before).toEqual([3, 4]);
	});

	it('of a WebSocket, and what it sends, is recorded with sizes only', () => {
		vi.stubGlobal('WebSocket', Connection);
		const { recorder, seen, steps } = record();
		const connection = new Connection();
		const socket = connection as unknown as WebSocket;
		recorder.watchWebSocket(socket, recorder.opening({ api: 'WebSocket', url: '/ws' }));
		socket.dispatchEvent(new Event('open'));
		socket.send('secret');
		socket.dispatchEvent(message('message', 'secret'));
		socket.close(1000);
		socket.dispatchEvent(Object.assign(new Event('close'), { code: 1000 }));
		expect(seen()).toEqual([
			...['1 new', '1 open', '1 send', '1 message message', '1 close 1000', '1 closed 1000']
		]);
		expect(connection.sent).toEqual(['secret']);
		expect(JSON.stringify(steps)).not.toContain('secret');
	});

	it('of a request is its response, its failure, or its abort by the page', async () => {
		const { recorder, seen } = record();
		const report = () => recorder.opening({ api: 'fetch', url: '/a', method: 'GET' });
		await recorder.watchFetch(report(), Promise.resolve(new Response(null, { status: 204 })));
		for (const error of [new TypeError('lost'), new DOMException('', 'AbortError')])
			await expect(recorder.watchFetch(report(), Promise.reject(error))).rejects.toBe(error);
		expect(seen()).toEqual([
			...['1 new GET', '1 open 204', '2 new GET', '2 error', '3 new GET', '3 close']
		]);
	});
});
