import { afterAll, beforeAll } from 'vitest';
import { startServer, type TestServer } from './server.ts';

/** A server for the tests of a file or group. Available while they run, but not while they are defined. */
export function fileServer(...args: Parameters<typeof startServer>): TestServer {
	let started: TestServer | undefined;
	beforeAll(async () => {
		started = await startServer(...args);
	});
	afterAll(() => started?.close());
	function running(): TestServer {
		if (started === undefined) throw new Error('the server is available only while tests run');
		return started;
	}
	return {
		get realtime() {
			return running().realtime;
		},
		get sockets() {
			return running().sockets;
		},
		get origin() {
			return running().origin;
		},
		get port() {
			return running().port;
		},
		replacedMethods: () => running().replacedMethods(),
		close: () => running().close()
	};
}
