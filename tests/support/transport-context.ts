import { pino } from 'pino';
import { vi } from 'vitest';
import { parseConfig } from '../../src/lib/server/config.ts';
import { MemoryPresence } from '../../src/lib/server/realtime/broker/memory-presence.ts';
import type { MemoryBroker } from '../../src/lib/server/realtime/broker/memory.ts';
import type { RealtimeContext } from '../../src/lib/server/realtime/context.ts';
import { NamedConnections } from '../../src/lib/server/realtime/faults/named-connections.ts';
import { ConnectionLimit } from '../../src/lib/server/realtime/guards/connections.ts';
import { Hub } from '../../src/lib/server/realtime/hub/hub.ts';
import { MemorySessionStore } from '../../src/lib/server/realtime/session/memory-store.ts';
import { Sessions } from '../../src/lib/server/realtime/session/sessions.ts';

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
