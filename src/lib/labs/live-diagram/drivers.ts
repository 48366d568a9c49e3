import type { Driver, DriverOptions } from './driver.ts';
import { LongPollingDriver } from './long-polling.svelte.ts';
import { QueryLiveDriver } from './query-live.svelte.ts';
import type { Kind } from './signals.ts';
import { SocketIoDriver } from './socket-io.svelte.ts';
import { SseDriver } from './sse.svelte.ts';
import { WebSocketDriver } from './websocket.svelte.ts';

const drivers: Record<Kind, new (options: DriverOptions) => Driver> = {
	sse: SseDriver,
	websocket: WebSocketDriver,
	'socket-io': SocketIoDriver,
	'long-polling': LongPollingDriver,
	'query-live': QueryLiveDriver
};

export function createDriver(kind: Kind, options: DriverOptions): Driver {
	return new drivers[kind](options);
}
