import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { headOfEvent, headOfNode, targetOf } from './request.ts';

const request = (req: object) => req as IncomingMessage;

it.each([
	['/ws?room=a&after=b', '/ws', { room: 'a', after: 'b' }],
	['/ws', '/ws', {}],
	['//evil.example/ws', '//evil.example/ws', {}],
	['http://a:80/healthz?x=y', '/healthz', { x: 'y' }],
	['HTTPS://a', '/', {}],
	['http://[broken?x=y', '/', { x: 'y' }],
	['/ws?room=%E0%A4%A', '/ws', { room: '\uFFFD%A' }],
	[undefined, '', {}]
])('parses %s without throwing', (url, path, query) => {
	const target = targetOf(request({ url }));
	expect(target.path).toBe(path);
	expect(Object.fromEntries(target.query)).toEqual(query);
});

it('reads the same values from requests of Node and of SvelteKit', () => {
	const node = headOfNode(
		request({
			headers: { origin: 'https://a.example', 'x-list': ['1', '2'] },
			socket: { encrypted: true, remoteAddress: '::ffff:192.0.2.1' }
		})
	);
	const web = headOfEvent({
		request: new Request('https://a.example/', {
			headers: [
				['origin', 'https://a.example'],
				['x-list', '1'],
				['x-list', '2']
			]
		}),
		getClientAddress: () => '::ffff:192.0.2.1'
	});
	for (const head of [node, web]) {
		expect(head.header('origin')).toBe('https://a.example');
		expect(head.header('x-list')).toBe('1, 2');
		expect(head.header('cookie')).toBeUndefined();
		expect([head.isSecure, head.address]).toEqual([true, '192.0.2.1']);
	}
});

it('gives an empty address for a request whose socket has been destroyed', () => {
	expect(headOfNode(request({ headers: {}, socket: {} }))).toMatchObject({
		isSecure: false,
		address: ''
	});
});
