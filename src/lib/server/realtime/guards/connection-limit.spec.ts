import { expect, it } from 'vitest';
import { ConnectionLimit } from './connection-limit.ts';

it('V14: limits the total of connections, and accepts another when one is released [settings-max-connections]', () => {
	const limit = new ConnectionLimit({ maxConnections: 2, maxConnectionsPerIp: 0 });
	const release = limit.take('a');
	limit.take('a');
	expect(() => limit.take('b')).toThrow(expect.objectContaining({ name: 'Refusal' }));
	release();
	release();
	limit.take('b');
	expect(() => limit.take('c')).toThrow();
});

it('V14: limits the connections of each address separately [settings-max-connections]', () => {
	const limit = new ConnectionLimit({ maxConnections: 10, maxConnectionsPerIp: 2 });
	const releases = [limit.take('a'), limit.take('a')];
	expect(() => limit.take('a')).toThrow();
	limit.take('b');
	for (const release of releases) release();
	limit.take('a');
});
