import { createHmac, randomBytes } from 'node:crypto';
import { MemoryBroker } from '../server/realtime/broker/memory.ts';
import { normalizeAddress } from '../server/realtime/guards/normalize-address.ts';
import { requireRoom } from '../server/realtime/guards/room.ts';
import { realtime } from '../../realtime.server.ts';
import { streamFigures } from './kit/event-stream.ts';
import type { ExampleHost } from './kit/host.ts';
import { Journal } from './kit/journal.ts';

/** 記録はこのプロセスのメモリーにあり、止めると消える */
const broker = new MemoryBroker({
	maxRooms: 1000,
	log: { error: (about) => process.stderr.write(`${JSON.stringify(about)}\n`) }
});
const secret = process.env.SECRET ?? randomBytes(32);

function digest(text: string, encoding: 'hex' | 'base64url'): string {
	return createHmac('sha256', secret).update(text).digest(encoding);
}

export const host: ExampleHost = {
	journal: (example, room) =>
		new Journal(broker, digest(`${example}/${requireRoom(room, false)}`, 'hex').slice(0, 40)),
	sign: (text) => digest(`signature/${text}`, 'base64url'),
	addressOf({ getClientAddress }) {
		const address = getClientAddress();
		return normalizeAddress(address) ?? address;
	},
	figures() {
		const [sockets, streams] = [realtime.figures, streamFigures()];
		return Promise.resolve({
			connections: { sse: streams.open, websocket: sockets.open },
			received: sockets.received,
			written: sockets.written + streams.written,
			refused: sockets.refused
		});
	}
};
