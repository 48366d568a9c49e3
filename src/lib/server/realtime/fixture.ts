import { pino } from 'pino';
import { vi } from 'vitest';
import { parseConfig } from '../config.ts';
import { MemoryPresence } from './broker/memory-presence.ts';
import type { MemoryBroker } from './broker/memory.ts';
import type { RealtimeContext } from './context.ts';
import { NamedConnections } from './faults/named-connections.ts';
import { ConnectionLimit } from './guards/connection-limit.ts';
import { Hub } from './hub/hub.ts';
import { MemorySessionStore } from './session/memory-store.ts';
import { Sessions } from './session/sessions.ts';

export const log = pino({ level: 'silent' });

/** What one transport needs to serve open rooms of a broker in memory, without rate limits. */
export function transportContext(broker: MemoryBroker): {
	context: RealtimeContext;
	close: () => Promise<void>;
} {
	const config = parseConfig({ OPEN_ROOMS: '1' });
	const sessions = new MemorySessionStore();
	const presence = new MemoryPresence();
	const context = {
		config,
		hub: new Hub({ broker, presence, sessions, instanceId: 'instance' }),
		sessions: new Sessions(config, sessions),
		named: new NamedConnections(),
		limit: new ConnectionLimit(config),
		messageLimit: null,
		controlLimit: null,
		metrics: { countError: vi.fn() },
		log,
		isDraining: () => false
	};
	const close = async () => {
		presence.close();
		await broker.close();
	};
	return { context, close };
}
