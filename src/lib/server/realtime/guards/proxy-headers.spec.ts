import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ProxyHeaders } from './proxy-headers.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'], now: 0 }));
afterEach(() => void vi.useRealTimers());

const settings = {
	addressHeader: 'x-forwarded-for',
	protocolHeader: 'x-forwarded-proto',
	hostHeader: 'x-forwarded-host',
	portHeader: 'x-forwarded-port'
};

function setup(xffDepth: number) {
	const warn = vi.fn();
	const proxy = new ProxyHeaders({ ...settings, xffDepth }, { warn });
	const normalized = (headers: Record<string, string>) => {
		const request = new IncomingMessage(new Socket());
		Object.assign(request.headers, headers);
		proxy.normalize(request);
		return request.headers;
	};
	return { warn, normalized };
}

it.each([
	[1, 'x-forwarded-proto', 'https,http', 'http'],
	[2, 'x-forwarded-proto', 'https,http', 'https'],
	[2, 'x-forwarded-proto', 'evil, https , http', 'https'],
	[3, 'x-forwarded-proto', 'https,http', 'https'],
	[1, 'x-forwarded-proto', 'HTTPS', 'https'],
	[1, 'x-forwarded-host', 'a, b', 'b'],
	[2, 'x-forwarded-host', 'a, b', 'a'],
	[2, 'x-forwarded-host', 'evil.example, site.example:8443, inner', 'site.example:8443'],
	[2, 'x-forwarded-port', '443, 3000', '443']
])(
	'with XFF_DEPTH=%d, %s: %s is read as %s [settings-proxy-lists]',
	(depth, name, sent, expected) => {
		expect(setup(depth).normalized({ [name]: sent })[name]).toBe(expected);
	}
);

it.each([
	['x-forwarded-proto', 'wss'],
	['x-forwarded-proto', ''],
	['x-forwarded-proto', 'https:'],
	['x-forwarded-host', 'a/b'],
	['x-forwarded-host', 'a b'],
	['x-forwarded-host', ','],
	['x-forwarded-port', '70000'],
	['x-forwarded-port', '443x']
])('removes %s: %j and warns about it once [settings-proxy-lists]', (name, sent) => {
	const { warn, normalized } = setup(1);
	for (let n = 0; n < 100; n++)
		expect(normalized({ [name]: sent, host: 'a' })).toEqual({ host: 'a' });
	expect(warn).toHaveBeenCalledOnce();
	expect(warn.mock.calls[0]?.[0]).toMatchObject({ header: name, value: sent, xffDepth: 1 });
	vi.advanceTimersByTime(10 * 60_000);
	normalized({ [name]: sent });
	expect(warn).toHaveBeenCalledTimes(2);
});

it('warns about a list that is longer than the number of trusted proxies, but not about one that is as long [settings-proxy-lists]', () => {
	const short = setup(1);
	short.normalized({ 'x-forwarded-proto': 'https,http' });
	expect(short.warn).toHaveBeenCalledOnce();
	const right = setup(2);
	right.normalized({ 'x-forwarded-proto': 'https,http', 'x-forwarded-host': 'a' });
	expect(right.warn).not.toHaveBeenCalled();
});

it('warns about an address header without an address at XFF_DEPTH, but does not change it [settings-proxy-lists]', () => {
	const { warn, normalized } = setup(2);
	for (const sent of ['198.51.100.7', 'unknown, 10.0.0.1', `${'x'.repeat(9999)}, 10.0.0.1`]) {
		expect(normalized({ 'x-forwarded-for': sent })['x-forwarded-for']).toBe(sent);
	}
	expect(warn).toHaveBeenCalledOnce();
	normalized({ 'x-forwarded-for': '6.6.6.6, [2001:db8::1]:443, 10.0.0.1' });
	expect(warn).toHaveBeenCalledOnce();
});

it('does not change headers that no setting names or that it has already normalized', () => {
	const { warn, normalized } = setup(2);
	const once = normalized({ 'x-forwarded-proto': 'https,http', 'x-real-ip': 'a, b', host: 'a/b' });
	expect(normalized({ ...(once as Record<string, string>) })).toEqual(once);
	expect(warn).not.toHaveBeenCalled();
});
